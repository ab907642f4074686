import Foundation
import NeuralNet
import Testing

@testable import PulmoKit

/// Scripts/fetch-backbone on files of PyTorch's old format: what Scripts/goldens/imagenet.py had PyTorch write, and hostile ones. A pickle is
/// a program, and these would run what they name if the script let them.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"), "skipped: there is no python3"))
struct FetchBackboneTests {
  static let python = "/usr/bin/python3"
  static let script = "\(FetchedBackbones.root)/Scripts/fetch-backbone"

  static func golden() throws -> Data {
    try Data(contentsOf: try #require(Bundle.module.url(forResource: "Goldens/legacy-state-dict", withExtension: "pth")))
  }

  /// Converts `file` in `folder`, and returns what the script said on standard error where it refused.
  static func refusal(of file: Data, in folder: TestFolder) throws -> String? {
    try file.write(to: URL(filePath: folder.file("a.pth")))
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = ["-B", script, "--convert", folder.file("a.pth"), folder.file("a.safetensors")]
    process.currentDirectoryURL = URL(filePath: folder.path)
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return process.terminationStatus == 0 ? nil : text
  }

  @Test func convertsWhatPyTorchWrote() throws {
    let folder = try TestFolder()
    #expect(try Self.refusal(of: Self.golden(), in: folder) == nil)
    let tensors = try Safetensors(contentsOf: folder.file("a.safetensors")).tensors
    #expect(
      tensors.mapValues(\.shape) == [
        "conv1.weight": [4, 3, 3, 3], "bn1.weight": [4], "bn1.bias": [4], "bn1.running_mean": [4], "bn1.running_var": [4],
        "fc.weight": [5, 4], "fc.bias": [5],
      ])
    for (name, tensor) in tensors { #expect(tensor.scalars == (1...tensor.shape.count).map(Float.init), "\(name)") }
  }

  /// Each with what is put in place of what in the golden file.
  static let changes: [(name: String, old: [UInt8], new: [UInt8], reason: String)] = [
    ("a call of the shell", bytes("ctorch._utils\n_rebuild_tensor_v2\n"), bytes("cos\nsystem\n"), "names 'os system'"),
    ("a call of eval", bytes("ccollections\nOrderedDict\n"), bytes("cbuiltins\neval\n"), "names 'builtins eval'"),
    ("a half-precision storage", bytes("ctorch\nFloatStorage\n"), bytes("ctorch\nHalfStorage\n"), "names 'torch HalfStorage'"),
    ("an instance", bytes("ccollections\nOrderedDict\n"), bytes("(iposix\nsystem\n"), "operation INST"),
    ("a name from the stack", bytes("ccollections\nOrderedDict\n"), bytes("X\u{2}\0\0\0osX\u{6}\0\0\0system") + [0x93], "STACK_GLOBAL"),
    ("an extension", bytes("ccollections\nOrderedDict\n"), [0x82, 1], "operation EXT1"),
    ("a tensor too large", bytes("K\u{5}K\u{4}\u{86}"), bytes("K\u{5}K\u{9}\u{86}"), "ends behind its storage"),
    ("another byte order", bytes("little_endian") + [0x71, 2, 0x88], bytes("little_endian") + [0x71, 2, 0x89], "little-endian"),
    ("a number of nothing", [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40], [0, 0, 0xC0, 0x7F, 0, 0, 0, 0x40], "holds what is no number"),
  ]

  private static func bytes(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8($0.value) } }

  @Test func refusesWhatIsNoStateDict() throws {
    let golden = try Self.golden()
    for change in Self.changes {
      let place = try #require(golden.firstRange(of: change.old), "\(change.name)")
      var file = golden
      file.replaceSubrange(place, with: change.new)
      let folder = try TestFolder()
      let refusal = try #require(try Self.refusal(of: file, in: folder), "\(change.name) was accepted")
      #expect(refusal.contains(change.reason) && refusal.contains("Nothing of it was run"), "\(change.name): \(refusal)")
      #expect(!refusal.contains("Traceback"), "\(change.name): \(refusal)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.pth"], "\(change.name)")
    }
  }

  @Test func refusesPiecesAndPrograms() throws {
    let golden = try Self.golden()
    var files = [0, 1, 10, 140, golden.count / 2, golden.count - 1].map { ("the first \($0) bytes", Data(golden.prefix($0))) }
    files.append(("a byte too many", golden + [0]))
    files.append(("a program", Data("cos\nsystem\n(S'touch ran'\ntR.".utf8)))
    // 60 tuples each of twice the one before as a key: its hash would take 2^60 steps.
    let bomb = Data([0x80, 2, 0x7D, 0x29] + (0..<60).flatMap { _ in [0x71, 0, 0x68, 0, 0x86] as [UInt8] } + [0x4E, 0x73, 0x2E])
    files.append(("a bomb", bomb))
    for (name, file) in files {
      let folder = try TestFolder()
      let refusal = try #require(try Self.refusal(of: file, in: folder), "\(name) was accepted")
      #expect(refusal.contains("Nothing of it was run") && !refusal.contains("Traceback"), "\(name): \(refusal)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.pth"], "\(name)")
    }
  }
}
