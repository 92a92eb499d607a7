"""The adapters: each folder carries the core to one platform and holds no rule of the product."""
