"""Layers: a version lies in one region, so each region of the app names its own."""

from __future__ import annotations

from generator.app.declarations import App, Function
from generator.app.functions.events import is_main_only
from generator.app.report import Place, Report, one_of


def check_layers(app: App, function: Function, place: Place, report: Report) -> None:
    """Reports regions that are left out or unknown to the app, and layers of another region (A127)."""
    if not function.layers:
        return
    at = (*place, "layers")
    everywhere = app.regions.every
    # Defaults are written for functions that are in every region: one of the main region has no use for some of them.
    needed = (app.regions.main,) if is_main_only(function) else everywhere
    if missing := [region for region in needed if region not in function.layers]:
        message = f"the layers in {', '.join(missing)} are missing"
        report.error("A127", at, message, "name them for every region that it runs in; an empty list means none")
    for region, layers in sorted(function.layers.items()):
        if region not in everywhere:
            report.error("A127", (*at, region), f"the app does not run in {region}", one_of(region, everywhere))
        for index, arn in enumerate(layers):
            there = arn.split(":")[3]
            if there != region:
                message = f"{arn} is in {there}, and a function uses layers of its own region"
                report.error("A127", (*at, region, index), message, f"publish it in {region}")
            elif arn in layers[:index]:
                report.error("A127", (*at, region, index), f"{arn} is listed twice", "keep one")
            elif other := next((one for one in layers[:index] if _layer(one) == _layer(arn)), None):
                message = f"{arn} is another version of {other}, and a function takes one of each layer"
                report.error("A127", (*at, region, index), message, "keep one")


def _layer(arn: str) -> str:
    """The ARN without the version."""
    return arn.rpartition(":")[0]
