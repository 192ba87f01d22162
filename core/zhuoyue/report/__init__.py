"""What the pages show: view models from an Assessment, without I/O and without knowing the site engine."""
