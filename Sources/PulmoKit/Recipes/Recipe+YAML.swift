import Foundation
import Yams

extension Recipe {
  /// Reads the recipe at `path`, with overrides laid over it.
  ///
  /// - Parameters:
  ///   - path: a YAML file.
  ///   - overrides: `key=value` each, dotted paths for nested keys: `data=films`, `optimizer.adam.epsilon=1e-8`,
  ///     `architecture=smallCNN`, `earlyStopping=null`, `split.fractions=[0.7, 0.15, 0.15]`.
  /// - Throws: ``RecipeError`` naming the file, the key's path, the line and the way out.
  public init(at path: String, overrides: [String] = []) throws(RecipeError) {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw RecipeError(path: path, reason: "cannot be read; give the path of a recipe such as Recipes/deep-cnn.yaml")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw RecipeError(path: path, reason: "is not UTF-8 text; save it as UTF-8")
    }
    try self.init(yaml: text, path: path, overrides: overrides)
  }

  /// Reads a recipe from YAML text; `path` names it in errors.
  public init(yaml: String, path: String, overrides: [String] = []) throws(RecipeError) {
    var root: Node
    do {
      guard let node = try Yams.compose(yaml: yaml), node.mapping != nil else {
        throw RecipeError(path: path, reason: "holds no settings; a recipe is a list of 'key: value' lines")
      }
      root = node
    } catch let error as RecipeError {
      throw error
    } catch let YamlError.scanner(_, problem, mark, _) {
      throw RecipeError(path: path, line: mark.line, reason: "is not YAML: \(problem)")
    } catch let YamlError.parser(_, problem, mark, _) {
      throw RecipeError(path: path, line: mark.line, reason: "is not YAML: \(problem)")
    } catch {
      throw RecipeError(path: path, reason: "is not YAML: \(error)")
    }
    for override in overrides { try root.override(with: override, path: path) }
    do {
      self = try YAMLDecoder().decode(Recipe.self, from: root)
    } catch let error as DecodingError {
      throw RecipeError(error, in: root, path: path)
    } catch {
      throw RecipeError(path: path, reason: "\(error)")
    }
  }

  /// The recipe as YAML, every key written out, in an order that does not change; reading it gives this recipe again.
  public var yaml: String {
    get throws(RecipeError) {
      do {
        // JSON's numbers are the shortest that read back as the same value (Yams writes 0.001 as 1e-3), and JSON is YAML.
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = String(decoding: try encoder.encode(self), as: UTF8.self)
        guard let root = try Yams.compose(yaml: json) else { return "" }
        let pairs = CodingKeys.allCases.compactMap { key in root[key.rawValue].map { (Node(key.rawValue), $0.inBlockStyle) } }
        return try Yams.serialize(node: Node(pairs, .implicit, .block), width: -1, allowUnicode: true)
      } catch {
        throw RecipeError(path: name, reason: "cannot be written as YAML: \(error)")
      }
    }
  }
}

extension Node {
  /// Lays one `key=value` over this mapping.
  fileprivate mutating func override(with text: String, path: String) throws(RecipeError) {
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
      throw RecipeError(path: path, reason: "'\(text)' is no override; write key=value, such as seed=7 or optimizer.adam.epsilon=1e-8")
    }
    let keys = text[..<equals].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let value = String(text[text.index(after: equals)...])
    guard !keys.contains("") else {
      throw RecipeError(path: path, reason: "'\(text)' has an empty key; write key=value with single dots between keys")
    }
    // Only lists, mappings and quoted texts are YAML; anything else is one word, so that a path may hold '#' or ': '.
    var node = Node(value, .implicit, .plain)
    if let first = value.first, "[{\"'".contains(first) {
      guard let parsed = try? Yams.compose(yaml: value) else {
        throw RecipeError(path: path, key: keys.joined(separator: "."), reason: "'\(value)' is not YAML; close its brackets and quotes")
      }
      node = parsed
    }
    set(node, at: keys[...])
  }

  private mutating func set(_ value: Node, at keys: ArraySlice<String>) {
    guard let key = keys.first else {
      self = value
      return
    }
    var mapping = self.mapping ?? Mapping([])
    var child = mapping[key] ?? .mapping(Mapping([]))
    child.set(value, at: keys.dropFirst())
    mapping[key] = child
    self = .mapping(mapping)
  }

  /// Mappings spread over lines; lists of scalars kept on one.
  fileprivate var inBlockStyle: Node {
    switch self {
    case .mapping(let mapping):
      Node(mapping.map { (Node($0.key.string ?? ""), $0.value.inBlockStyle) }, .implicit, mapping.isEmpty ? .flow : .block)
    case .sequence(let sequence):
      Node(sequence.map(\.inBlockStyle), .implicit, .flow)
    case .scalar(let scalar):
      // A JSON text stays quoted only where it would read as something else.
      scalar.style == .doubleQuoted ? .scalar(scalar.string.represented()) : self
    default:
      self
    }
  }

  /// The node under `keys`, or the deepest one on the way there.
  fileprivate func node(at keys: [any CodingKey]) -> Node {
    var node = self
    for key in keys {
      guard let child = key.intValue.map({ node.sequence?[$0] }) ?? node[key.stringValue] else { break }
      node = child
    }
    return node
  }
}

extension RecipeError {
  /// Puts a decoding error into the words of the one who wrote the recipe.
  fileprivate init(_ error: DecodingError, in root: Node, path: String) {
    func at(_ keys: [any CodingKey], _ reason: String) -> RecipeError {
      let line = keys.isEmpty ? nil : root.node(at: keys).mark?.line
      let key = keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
      return RecipeError(path: path, key: keys.isEmpty ? nil : key, line: line, reason: reason)
    }
    self =
      switch error {
      case .dataCorrupted(let context):
        at(context.codingPath, context.debugDescription)
      case .keyNotFound(let key, let context):
        at(context.codingPath + [key], "is missing; every recipe needs it")
      case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
        at(context.codingPath, "'\(root.node(at: context.codingPath).summary)' is not \(whatBelongs(type))")
      @unknown default:
        at([], "\(error)")
      }
  }
}

extension Node {
  /// The value in a few words, for an error.
  fileprivate var summary: String {
    if let scalar { return scalar.string }
    if let keys = mapping?.keys.compactMap(\.string) { return "{\(keys.joined(separator: ", "))}" }
    return "a list of \(sequence?.count ?? 0)"
  }
}

/// What a value of `type` looks like in a recipe.
private func whatBelongs(_ type: Any.Type) -> String {
  switch type {
  case is any BinaryInteger.Type: "a whole number"
  case is any BinaryFloatingPoint.Type: "a number"
  case is Bool.Type: "true or false"
  case is String.Type: "a text"
  case is any RangeReplaceableCollection.Type: "a list, such as [a, b]"
  default: "what belongs here"
  }
}
