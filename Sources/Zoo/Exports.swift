// Whoever joins the zoo imports Zoo and has the settings, manifests and protocols with it. They are a module of their
// own for the build alone: the generator of the architecture index reads them without waiting for the tensors.
@_exported import Manifests
