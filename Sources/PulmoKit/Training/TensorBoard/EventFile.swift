import FoundationEssentials
import SwiftProtobuf

/// Curves for TensorBoard: one event file, which `tensorboard --logdir runs` shows.
struct EventFile {
  let path: String

  /// Goes on with the event file in `folder`, or begins one.
  ///
  /// - Parameter step: a resumed run's; what an earlier process wrote for steps after it, and a record cut off by a crash, are taken away.
  init(in folder: String, resumingAt step: Int?, now: Date = Date()) throws(FileError) {
    let earlier = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.contains(".tfevents.") }.sorted()
    if let step, let name = earlier.last {
      path = joinPath(folder, name)
      try Self.cut(path, after: step)
    } else {
      path = joinPath(folder, "events.out.tfevents.\(Int(now.timeIntervalSince1970)).pulmo")
      var event = Tensorboard_Event()
      event.wallTime = now.timeIntervalSince1970
      event.fileVersion = "brain.Event:2"
      try DurableFile.write(try Self.frame(event, path: path), to: path)
    }
  }

  /// Appends values of one step in one write.
  ///
  /// - Parameter values: by tag, such as `loss/train`; what stands before the slash groups charts.
  func append(_ values: [(tag: String, value: Double)], step: Int, now: Date = Date()) throws(FileError) {
    var event = Tensorboard_Event()
    event.wallTime = now.timeIntervalSince1970
    event.step = Int64(step)
    event.summary.value = values.map { tag, value in
      var entry = Tensorboard_Summary.Value()
      entry.tag = tag
      entry.simpleValue = Float(value)
      return entry
    }
    try DurableFile.append(try Self.frame(event, path: path), to: path)
  }

  private static func frame(_ event: Tensorboard_Event, path: String) throws(FileError) -> Data {
    do {
      return TFRecord.frame(try event.serializedData())
    } catch {
      throw FileError(path: path, reason: "an event cannot be encoded: \(error)")
    }
  }

  private static func cut(_ path: String, after step: Int) throws(FileError) {
    guard let file = FileManager.default.contents(atPath: path) else { throw FileError(path: path, reason: "cannot be read; remove it") }
    var end = 0
    for record in TFRecord.records(in: file) {
      guard let eventStep = Self.step(of: record.data), eventStep <= step else { break }
      end = record.end
    }
    if end < file.count { try DurableFile.write(file.prefix(end), to: path) }
  }

  /// The step an event is of; nil for what is no event.
  static func step(of record: Data) -> Int? {
    (try? Tensorboard_Event(serializedBytes: record)).map { Int($0.step) }
  }
}
