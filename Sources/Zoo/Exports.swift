// Whoever joins the zoo imports Zoo and has the settings, manifests, protocols and faults with it.
@_exported import Faults
@_exported import Protocols

@_exported import struct Formats.Node
