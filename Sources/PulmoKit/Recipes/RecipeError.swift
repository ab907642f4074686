/// What is wrong with a recipe: where, what, and the way out.
public struct RecipeError: Error, Hashable, Sendable {
  /// The recipe's file.
  public let path: String
  /// The dotted path of the key, such as `optimizer.adam.epsilon`; nil where the file as a whole is meant.
  public let key: String?
  /// The line of the key's value in the file, counted from 1.
  public let line: Int?
  public let reason: String

  public init(path: String, key: String? = nil, line: Int? = nil, reason: String) {
    self.path = path
    self.key = key
    self.line = line
    self.reason = reason
  }
}

extension RecipeError: CustomStringConvertible {
  public var description: String {
    let place = line.map { "\(path):\($0)" } ?? path
    return key.map { "\(place): \($0): \(reason)" } ?? "\(place): \(reason)"
  }
}
