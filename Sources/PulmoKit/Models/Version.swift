/// The version of this package, as artifacts and run directories record it.
public let pulmoVersion = "0.1.0"
