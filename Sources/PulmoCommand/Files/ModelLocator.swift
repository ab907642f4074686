import Glibc
import PulmoKit

/// Finds a model by its folder or its name.
struct ModelLocator {
  static let defaultModel = "lite-three-class"

  /// The folder of the running command; nil where the system does not say.
  var executableFolder: String? = Self.ownFolder

  /// The folder of `model`: a path as it is given, or else a name that is looked up among the installed and the shipped models.
  /// - Throws: ``CommandError/nothingDone(_:)`` listing where it was looked for.
  func folder(of model: String) throws(CommandError) -> String {
    let candidates = candidates(model)
    for folder in candidates where access(folder + "/manifest.json", F_OK) == 0 { return folder }
    throw CommandError.nothingDone(
      "there is no model \(model) (a folder with a manifest.json). Looked at:\n"
        + candidates.map { "  \($0)\n" }.joined()
        + "Give --model the path of a model's folder: a run's artifact, or one below Models in Pulmo's own folder.")
  }

  /// Where `model` may be, in order: the path itself, installed beside the command, here, and in the package the command was built in.
  private func candidates(_ model: String) -> [String] {
    guard !model.contains("/") else { return [model] }
    var candidates = [model]
    if let executableFolder { candidates.append(Self.parent(executableFolder) + "/share/pulmo/models/" + model) }
    candidates.append("Models/" + model)
    var folder = executableFolder
    while let current = folder, current != "/" {
      candidates.append(current + "/Models/" + model)
      folder = Self.parent(current)
    }
    return candidates
  }

  private static func parent(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
    return String(path[..<slash])
  }

  private static var ownFolder: String? {
    var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &bytes, bytes.count)
    guard count > 0 else { return nil }
    return parent(String(decoding: bytes[..<count], as: UTF8.self))
  }
}
