"""Code that runs in Lambda and not here: nothing imports it, templates hold its text.

migrations   calls the migrations of an app for CloudFormation
"""
