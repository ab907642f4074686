import SwiftCSV

/// A CSV file with a header, read whole: cells by column name, errors that name the file and the row.
///
/// SwiftCSV parses (comma, semicolon or tab, guessed from the header; quotes as in RFC 4180). It takes a quote that is never
/// closed as a cell up to the end of the file, so unbalanced quotes are refused here.
struct CSVTable {
  let path: String
  /// In lower case, trimmed.
  private let header: [String]
  private let cells: [[String]]

  /// - Throws: ``DataError`` where the file cannot be read, is not UTF-8 or not CSV, or has a row longer than its header.
  init(at path: String) throws(DataError) {
    var bytes: [UInt8] = []
    try readFile(at: path) { bytes.append(contentsOf: $0) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DataError.invalid(path: path, reason: "not UTF-8 text; save the table as CSV in UTF-8")
    }
    guard bytes.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2) else {
      throw DataError.invalid(path: path, reason: "a quoted cell is never closed; double each quote inside a cell")
    }
    let table: EnumeratedCSV
    do {
      table = try EnumeratedCSV(string: text, loadColumns: false)
    } catch {
      throw DataError.invalid(path: path, reason: "not a CSV table (\(error)); quote cells that hold a comma, double each quote inside")
    }
    self.path = path
    header = table.header.map { $0.trimmed.lowercased() }
    cells = table.rows.filter { row in row.contains { !$0.trimmed.isEmpty } }
    for (index, row) in cells.enumerated() where row.dropFirst(header.count).contains(where: { !$0.trimmed.isEmpty }) {
      throw DataError.invalid(path: path, reason: "row \(index + 1) has more cells than the header names; quote cells that hold a comma")
    }
  }

  /// How many rows there are, blank ones left out.
  var count: Int { cells.count }

  /// The index of a column the table need not have.
  /// - Throws: ``DataError`` where two columns have that name.
  func column(ifPresent name: String) throws(DataError) -> Int? {
    let indices = header.indices.filter { header[$0] == name }
    guard indices.count <= 1 else {
      throw DataError.invalid(path: path, reason: "has \(indices.count) columns named \(name); keep one")
    }
    return indices.first
  }

  /// The index of a column the table has to have.
  /// - Throws: ``DataError`` where there is none, or more than one.
  func column(_ name: String) throws(DataError) -> Int {
    guard let index = try column(ifPresent: name) else {
      throw DataError.invalid(path: path, reason: "has no column \(name); its header is: \(header.joined(separator: ", "))")
    }
    return index
  }

  /// The word in `row` (from 0) and `column`, without the spaces around it.
  func word(_ row: Int, _ column: Int) -> String { cell(row, column).trimmed }

  /// The cell in `row` (from 0) and `column` as it stands: a file's name may begin or end with a space.
  func cell(_ row: Int, _ column: Int) -> String { column < cells[row].count ? cells[row][column] : "" }

  /// The error that `reason` is wrong in `row` (from 0; the message counts from 1, below the header).
  func error(inRow row: Int, _ reason: String) -> DataError { DataError.invalid(path: path, reason: "row \(row + 1): \(reason)") }

  /// `cells` as one line of CSV with its line end; quoted as RFC 4180 says wherever reading them back needs it.
  static func line(_ cells: [String]) -> String {
    cells.map { cell in
      let isPlain = cell.unicodeScalars.allSatisfy { $0 != "," && $0 != ";" && $0 != "\t" && $0 != "\"" && $0 != "\n" && $0 != "\r" }
      if isPlain && cell == cell.trimmed { return cell }
      return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }.joined(separator: ",") + "\n"
  }
}

extension String {
  /// Without white space at both ends.
  fileprivate var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(self[first...last])
  }
}
