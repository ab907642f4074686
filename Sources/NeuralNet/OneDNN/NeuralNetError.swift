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
  /// Weights are of another network than the one that is to take them: names of the parameters they lack, of tensors they have beside
  /// them, and what is of another shape, in words.
  case unfittingWeights(path: String, missing: [String], unexpected: [String], misshapen: [String])
  /// A safetensors file cannot be read: the file, the reason.
  case unreadableWeights(path: String, reason: String)
  /// A safetensors file cannot be written: the file, the reason.
  case unwritableWeights(path: String, reason: String)
}
