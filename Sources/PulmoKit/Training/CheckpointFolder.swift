/// The checkpoints of a run, named after their step. The last two are kept, so one damaged on the disk is not the end of a run.
struct CheckpointFolder: Sendable {
  let path: String

  /// Writes the checkpoint to the disk, then drops all others but the one before it.
  /// - Returns: the path of its file.
  func save(_ checkpoint: Checkpoint) throws(FileError) -> String {
    try DurableFile.makeFolder(at: path)
    let digits = "\(checkpoint.progress.step)"
    let name = "step-\(String(repeating: "0", count: max(0, 8 - digits.count)))\(digits).safetensors"
    let file = joinPath(path, name)
    try DurableFile.write(try checkpoint.encoded(), to: file)
    // A later one is damaged, or of a future that this run has left.
    for other in names.filter({ $0 < name }).dropLast() + names.filter({ $0 > name }) { DurableFile.remove(joinPath(path, other)) }
    return file
  }

  /// The newest checkpoint that can be read, and why newer ones cannot.
  func latest() -> (checkpoint: (Checkpoint, path: String)?, damaged: [FileError]) {
    var damaged: [FileError] = []
    for name in names.reversed() {
      let file = joinPath(path, name)
      do {
        return ((try Checkpoint(contentsOf: file), file), damaged)
      } catch {
        damaged.append(error)
      }
    }
    return (nil, damaged)
  }

  /// Oldest first. A temporary file of a writer that was killed has another ending.
  var names: [String] {
    ((try? fileNames(inFolder: path)) ?? []).compactMap { $0 }.filter { $0.hasPrefix("step-") && $0.hasSuffix(".safetensors") }.sorted()
  }
}
