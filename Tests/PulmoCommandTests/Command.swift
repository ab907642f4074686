import Foundation

/// The built command, run as its users run it.
enum Command {
  /// Where the build put `pulmo`: beside the tests.
  static let path: String = {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &bytes, bytes.count)
    let tests = URL(filePath: String(decoding: bytes[..<max(0, count)], as: UTF8.self))
    return tests.deletingLastPathComponent().appending(path: "pulmo").path
  }()

  struct Result {
    let code: Int32
    let output: String
    let error: String

    var lines: [String] { output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
  }

  /// A command at work.
  final class Running {
    let process = Process()
    private let folder: TemporaryFolder

    /// - Parameter folder: where its output is kept, in files: a pipe that nobody empties would stop it.
    init(_ arguments: [String], executable: String = Command.path, in folder: TemporaryFolder) throws {
      self.folder = folder
      process.executableURL = URL(filePath: executable)
      process.arguments = arguments
      process.currentDirectoryURL = URL(filePath: folder.path)
      for name in ["stdout.txt", "stderr.txt"] { try folder.write(name, "") }
      process.standardOutput = try FileHandle(forWritingTo: URL(filePath: folder("stdout.txt")))
      process.standardError = try FileHandle(forWritingTo: URL(filePath: folder("stderr.txt")))
      process.standardInput = FileHandle.nullDevice
      try process.run()
    }

    func interrupt() { kill(process.processIdentifier, SIGINT) }

    func result() throws -> Result {
      process.waitUntilExit()
      return Result(
        code: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
        output: try String(contentsOfFile: folder("stdout.txt"), encoding: .utf8),
        error: try String(contentsOfFile: folder("stderr.txt"), encoding: .utf8))
    }
  }

  /// Runs `pulmo` to its end in `folder`.
  static func run(_ arguments: String..., in folder: TemporaryFolder) throws -> Result {
    try Running(arguments, in: folder).result()
  }

  /// Runs a line of shell in `folder`; `$PULMO` is the command.
  static func shell(_ line: String, in folder: TemporaryFolder) throws -> Result {
    try Running(["-c", "PULMO='\(path)'; \(line)"], executable: "/bin/bash", in: folder).result()
  }

  /// Waits until `condition` holds, half a minute at most.
  static func wait(until condition: () throws -> Bool) throws -> Bool {
    for _ in 0..<3000 {
      if try condition() { return true }
      usleep(10_000)
    }
    return false
  }
}
