"""Findings on an assembly: cfn-lint, our rule pack, and rules that look across the templates of one environment.

    Assembly ─▶ runner ─▶ cfn-lint + rules/ (one template at a time) ─┐
                     └──▶ across/ (all templates of an environment) ──┴─▶ findings ─▶ formats

Nothing here is imported by `build`; cfn-lint is loaded once per process.
"""
