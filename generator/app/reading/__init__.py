"""From text to an `App`: YAML with places, environments and defaults, structure; and what else its annotations tell."""
