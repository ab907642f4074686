extension String {
  /// The text as a code span of Markdown, which nothing in it can end: a folder's name is only text.
  ///
  /// Source: CommonMark 0.31, section 6.1: the span ends at the first run of backticks as long as the one it begins with.
  var codeSpan: String {
    let text = printable
    var fence = "`"
    while text.contains(fence) { fence += "`" }
    let room = text.isEmpty || text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return fence + room + text + room + fence
  }

  /// The text with what Markdown or HTML would take for markup escaped.
  var markdownText: String {
    printable.reduce(into: "") { text, character in
      if "\\`*_[]<>|&#~".contains(character) { text.append("\\") }
      text.append(character)
    }
  }

  /// Markdown as it may stand in a cell of a table: a bar in a code span would end the cell.
  var tableCell: String { split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }
}
