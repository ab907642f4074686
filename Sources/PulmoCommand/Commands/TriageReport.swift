import FoundationEssentials
import PulmoKit

/// The triage page of a screening: keeps the readings with their small pictures, and is written when the last is there.
final class TriageReport {
  let path: String
  private let file: OutputFile
  private let manifest: ModelManifest
  private var source: TriageSource
  private var readings: [Reading] = []

  /// Opens the file: what cannot be written is said before the work.
  init(_ path: String, _ manifest: ModelManifest, _ source: TriageSource) throws(CommandError) {
    self.path = path
    self.manifest = manifest
    self.source = source
    file = try OutputFile(path, .aside)
  }

  func add(_ reading: Reading) { readings.append(reading) }

  /// Writes the page of what was added.
  func finish() throws(CommandError) {
    source.date = Date()
    try file.write(TriagePage(readings, of: manifest, source: source).html)
    try file.finish()
  }
}
