"""When deliveries arrive: how the folder of deliveries is looked at, when that asks for a refresh, and the sensor that does both."""
