import Imaging
import PulmoKit

/// The readings of a screening: a JSON file and a CSV file as they come, a page at the end, and a table, which waits for the last film where it is
/// sorted by urgency.
final class ScreenReport {
  /// Readings so far, the failed among them.
  private(set) var count = 0
  private(set) var failed = 0
  private var decisions: [Decision: Int] = [:]
  private var zones: [Triage: Int] = [:]
  /// The table's rows to be sorted; empty where the model has no thresholds of triage and rows are printed as they come.
  private var waiting: [(triage: Triage, probability: Double, row: String)] = []

  private let search: FilmSearch
  private let manifest: ModelManifest
  private let json: OutputFile?
  private let csv: OutputFile?
  private let page: TriageReport?
  /// Nil where standard output is wanted for a file.
  private let table: Console?
  private let pathWidth: Int
  private let meter = ProgressMeter("screening", unit: "films")

  /// Opens the files and writes what stands before the first reading.
  init(_ search: FilmSearch, manifest: ModelManifest, views: Int, json: String?, csv: String?, page: TriageReport?) throws {
    self.search = search
    self.manifest = manifest
    self.json = try json.map { path throws(CommandError) in try OutputFile(path, .aside) }
    self.csv = try csv.map { path throws(CommandError) in try OutputFile(path, .inPlace) }
    self.page = page
    table = [json, csv, page?.path].contains("-") ? nil : .shared
    pathWidth = min(100, search.films.map(\.printable.count).max() ?? 0)
    try self.json?.write(
      """
      {"model": \(JSON.line(ModelSummary(manifest))),
      "views": \(views),
      "notice": \(JSON.line(Self.notice)),
      "threshold": \(JSON.line(manifest.threshold.value)),
      "triage": \(JSON.line(manifest.triage.map { TriageSummary($0, isPromised: views == manifest.preprocessing.views) })),
      "images": [
      """)
    try self.csv?.write(ReadingFile.header)
    for line in ModelNotice(manifest: manifest).lines { table?.print(line) }
    if let remark = ViewOptions.remark(views, of: manifest) { table?.print("views      \(remark)") }
    table?.print()
    table?.print(row("film", "probability", "threshold", "decision", manifest.triage.map { _ in "triage" }))
    for error in search.failures { try add(Reading(path: error.path, result: .failure(error))) }
  }

  static let notice = "Not for diagnosis. Probabilities hold for films like those the model was trained on."

  /// Writes one reading wherever it is wanted.
  func add(_ reading: Reading) throws {
    try json?.write((count == 0 ? "\n" : ",\n") + JSON.line(reading))
    try csv?.write(ReadingFile.line(reading))
    page?.add(reading)
    count += 1
    switch reading.result {
    case .success(let prediction):
      decisions[prediction.decision, default: 0] += 1
      let row = row(
        reading.path, prediction.probability.formatted(decimals: 4), manifest.threshold.text, prediction.decision.rawValue,
        prediction.triage?.rawValue)
      if let triage = prediction.triage {
        zones[triage, default: 0] += 1
        if table != nil { waiting.append((triage, prediction.probability, row)) }
      } else {
        table?.print(row)
      }
    case .failure(let error):
      failed += 1
      table?.print(row(reading.path, "-", manifest.threshold.text, "error"))
      Console.shared.note("pulmo: \(reading.path.printable): \(error.reason.printable)")
    }
    meter.update(count, of: search.films.count + search.failures.count)
  }

  /// Whether nobody is left to read what would come: standard output is closed and no file is wanted.
  var isUnwanted: Bool { Console.shared.outputIsClosed && json == nil && csv == nil && page == nil }

  /// Writes what stands after the last reading.
  func finish(interrupted: Bool) throws {
    meter.finish()
    printByUrgency()
    let summary = Summary(
      films: count, normal: decisions[.normal, default: 0], pneumonia: decisions[.pneumonia, default: 0],
      triage: manifest.triage.map { _ in Dictionary(uniqueKeysWithValues: Triage.allCases.map { ($0.rawValue, zones[$0, default: 0]) }) },
      failed: failed,
      skippedFiles: search.skippedCount, interrupted: interrupted)
    try json?.write("\n],\n\"summary\": \(JSON.line(summary))}\n")
    try json?.finish()
    try csv?.finish()
    try page?.finish()
    table?.print()
    table?.print(
      "\(summary.films) \(summary.films == 1 ? "film" : "films"): \(summary.normal) normal, \(summary.pneumonia) pneumonia"
        + (manifest.triage == nil ? "" : Triage.allCases.map { "; \(zones[$0, default: 0]) \($0.rawValue)" }.joined())
        + (failed > 0 ? ", \(failed) could not be read" : "") + (search.skippedText.map { "; \($0)" } ?? "") + ".")
    table?.print(Self.notice)
  }

  /// Prints the rows that waited: urgent films first, and of each zone the most probable.
  func printByUrgency() {
    for triage in Triage.allCases {
      let rows = waiting.filter { $0.triage == triage }.sorted { $0.probability > $1.probability }
      for (_, _, row) in rows { table?.print(row) }
    }
    waiting = []
  }

  /// Which files hold what was done, for the message of an interrupted screening.
  var keptText: String {
    let files = [json?.path, csv?.path, page?.path].compactMap(\.self).filter { $0 != "-" }
    guard let last = files.last else { return "" }
    let names = files.count == 1 ? last : "\(files.dropLast().joined(separator: ", ")) and \(last)"
    return "; \(names) \(files.count == 1 ? "holds" : "hold") their readings"
  }

  private func row(_ path: String, _ probability: String, _ threshold: String, _ decision: String, _ triage: String? = nil) -> String {
    let row = path.printable.rightPadded(to: pathWidth) + probability.leftPadded(to: 14) + threshold.leftPadded(to: 12) + "   "
    return row + (triage.map { decision.rightPadded(to: 12) + $0 } ?? decision)
  }

  private struct Summary: Encodable {
    let films: Int
    let normal: Int
    let pneumonia: Int
    /// By zone; left out where the model has no thresholds of triage.
    let triage: [String: Int]?
    let failed: Int
    let skippedFiles: Int
    let interrupted: Bool
  }
}

extension FilmSearch {
  /// How many files of folders were left out.
  var skippedCount: Int { skipped.values.reduce(0, +) }

  /// How many files of folders were left out, by extension; nil where none was.
  var skippedText: String? {
    let all = skippedCount
    guard all > 0 else { return nil }
    let kinds = skipped.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(4)
    let text = kinds.map { "\($0.value) \($0.key.isEmpty ? "without extension" : ".\($0.key)")" }.joined(separator: ", ")
    return "\(all) other \(all == 1 ? "file" : "files") skipped (\(text)\(skipped.count > kinds.count ? ", …" : ""))"
  }
}

extension String {
  /// At the right of a column.
  func leftPadded(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }

  /// At the left of a column.
  func rightPadded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
