/// What can go wrong while a program is compiled or run.
public enum NeuralNetError: Error, Hashable, Sendable {
  /// oneDNN refused an operation. `status` is its own code.
  case oneDNN(operation: String, node: String, status: Int32)
  /// The library found at start is too old.
  case libraryTooOld(found: String)
  case missingParameter(name: String)
  /// A tap was asked for that the program was not compiled with.
  case unknownTap(name: String)
  case parameterShape(name: String, expected: Shape, actual: Shape)
  case tensorShape(what: String, expected: Shape, actual: Shape)
  /// A safetensors file cannot be read: the file, the reason.
  case unreadableWeights(path: String, reason: String)
  /// A safetensors file cannot be written: the file, the reason.
  case unwritableWeights(path: String, reason: String)
}
