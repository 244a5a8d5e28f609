/// The version of HipZoo, as run folders and weights files record it.
public let hipzooVersion = "0.1.0"
