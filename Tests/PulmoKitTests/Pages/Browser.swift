import Foundation
import Testing

/// Chromium without a window, where there is one: what a page looks like to it once its scripts have run.
enum Browser {
  static let isMissing: Comment = "skipped: no Chromium here; Scripts/setup --browser brings Debian's"

  static let path: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return ["chromium", "chromium-browser", "google-chrome"].lazy.flatMap { name in folders.map { "\($0)/\(name)" } }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// A page after its scripts have run.
  struct Opened {
    let document: String

    /// What `page.js` tells of itself under `data-NAME`; nil where it did not run.
    func told(_ name: String) -> String? {
      guard let state = document.firstMatch(of: /<output id="page-state"[^>]*>/) else { return nil }
      let mark = "data-\(name)=\""
      guard let start = state.output.range(of: mark)?.upperBound, let end = state.output[start...].firstIndex(of: "\"") else { return nil }
      return String(state.output[start..<end])
    }

    var drawn: Set<String> { Set((told("drawn") ?? "").split(separator: " ").map(String.init)) }

    /// The text of the explorer's cell `name`.
    func cell(_ name: String) -> String? {
      guard let start = document.range(of: "data-cell=\"\(name)\">")?.upperBound, let end = document[start...].firstIndex(of: "<") else {
        return nil
      }
      return document[start..<end].replacingOccurrences(of: "&gt;", with: ">").replacingOccurrences(of: "&lt;", with: "<")
    }
  }

  /// Opens `document` with `fragment` (such as `threshold=0.9`) behind its address.
  static func open(_ document: String, fragment: String = "") throws -> Opened {
    let folder = try TemporaryFolder()
    try folder.write("page.html", content: document)
    let process = Process()
    process.executableURL = URL(filePath: try #require(path))
    // The page is ours, so Chromium's own walls are not needed: they fail in containers and for root. The clock of the page runs ahead.
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--user-data-dir=\(folder("profile"))",
      "--virtual-time-budget=5000", "--dump-dom", "file://\(folder("page.html"))\(fragment.isEmpty ? "" : "#")\(fragment)",
    ]
    // Into a file: a pipe that nobody empties would stop it.
    try folder.write("dom.html", content: "")
    let output = try FileHandle(forWritingTo: URL(filePath: folder("dom.html")))
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let deadline = Date(timeIntervalSinceNow: 90)
    while process.isRunning, Date() < deadline { usleep(20_000) }
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
    return Opened(document: String(decoding: try Data(contentsOf: URL(filePath: folder("dom.html"))), as: UTF8.self))
  }
}
