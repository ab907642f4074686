import Foundation
import Testing

/// A page's text; a failing test says its size, not its 300 kB.
struct PageText: CustomTestStringConvertible {
  let text: String

  init(_ text: String) { self.text = text }

  var testDescription: String { "a page of \(text.utf8.count) bytes" }

  func contains(_ part: String) -> Bool { text.contains(part) }

  /// Whether the parts stand in this order.
  func contains(inOrder parts: String...) -> Bool {
    var start = text.startIndex
    for part in parts {
      guard let found = text.range(of: part, range: start..<text.endIndex) else { return false }
      start = found.upperBound
    }
    return true
  }
}
