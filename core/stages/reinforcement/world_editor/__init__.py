"""World editor: paint a world; watch values spread sweep by sweep."""
