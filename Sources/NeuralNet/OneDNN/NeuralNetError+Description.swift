extension NeuralNetError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .oneDNN(let operation, let node, let status):
      "oneDNN refused \(operation) of \(node): \(NeuralNetError.name(of: status))"
    case .libraryTooOld(let found):
      "oneDNN \(found) is too old: Pulmo needs 3.x; run Scripts/setup, or put a 3.x libdnnl where the loader finds it first"
    case .missingParameter(let name):
      "the weights have no parameter \(name): they belong to another network"
    case .unknownTap(let name):
      "the program keeps no result of \(name): list it in the taps it is compiled with"
    case .parameterShape(let name, let expected, let actual):
      "parameter \(name) is \(actual), the network wants \(expected): the weights belong to another network"
    case .tensorShape(let what, let expected, let actual):
      "\(what) is \(actual), the program wants \(expected)"
    case .unfittingWeights(let path, let missing, let unexpected, let misshapen):
      "\(path): the weights are of another network: "
        + [("missing", missing), ("unexpected", unexpected), ("of another shape", misshapen)].filter { !$1.isEmpty }
        .map { "\($0): \(NeuralNetError.list($1))" }.joined(separator: "; ")
    case .unreadableWeights(let path, let reason), .unwritableWeights(let path, let reason):
      "\(path): \(reason)"
    }
  }

  /// The first few of `names`, and how many more there are.
  private static func list(_ names: [String]) -> String {
    let shown = 8
    let more = names.count > shown ? " and \(names.count - shown) more" : ""
    return names.prefix(shown).joined(separator: ", ") + more
  }

  /// oneDNN's name of its status codes (`dnnl_status_t`).
  private static func name(of status: Int32) -> String {
    switch status {
    case 1: "out of memory"
    case 2: "invalid arguments"
    case 3: "not implemented on this processor"
    case 4: "no implementation left"
    case 5: "runtime error"
    case 6: "not required"
    default: "status \(status)"
    }
  }
}
