"""The kiosk's screens: properties in, one event out (`on_chosen(key)`). Import after the window is open."""
