/// Lines of CSV as RFC 4180 has them.
enum CSV {
  /// One line with its line end; cells are quoted where reading them back needs it.
  static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\n" }

  private static func quoted(_ cell: String) -> String {
    guard cell.utf8.contains(where: { ",;\t\"\r\n".utf8.contains($0) }) || cell.first == " " || cell.last == " " else { return cell }
    return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
