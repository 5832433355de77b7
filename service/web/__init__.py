"""The edge: the only place that knows HTTP, forms, templates and the clock. One module per family of pages."""
