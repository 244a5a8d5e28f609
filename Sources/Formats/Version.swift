/// The version of HipZoo, as files and requests of ours carry it.
public let hipzooVersion = "0.1.0"
