public import Imaging
import Synchronization

/// Decodes each film once and keeps its preprocessed picture: in memory up to a limit, beyond it in a file on disk.
///
/// Pictures all have the size of `preprocessing`, so the n-th one kept has a fixed place: in one of a few contiguous slabs,
/// or at an offset of one nameless file. A film is known by its path; the file may not change while the store lives.
public final class PictureStore: Sendable {
  public let preprocessing: Preprocessing
  /// How many pictures are kept in memory; the rest are kept in the spill file.
  public let memoryCapacity: Int

  private let spillDirectory: String
  private let bytesPerPicture: Int
  private let picturesPerSlab: Int
  private let held = Mutex(Held())

  private struct Held {
    /// The place of each film's picture: below `memoryCapacity` in `slabs`, from there on in `spill`.
    var places: [String: Int] = [:]
    var slabs: [[UInt8]] = []
    var spill: SpillFile?
  }

  private enum Picture {
    case inMemory([UInt8])
    case onDisk(SpillFile, offset: Int)
  }

  /// An empty store.
  /// - Parameters:
  ///   - preprocessing: how films become pictures, all of one size.
  ///   - memoryLimit: bytes of pictures kept in memory before they spill: 512 MiB hold 32,768 pictures of 128².
  ///   - spillDirectory: where the spill file is made, once it is needed; `/var/tmp` by default, since `/tmp` is memory on many systems.
  public init(preprocessing: Preprocessing, memoryLimit: Int = 512 << 20, spillDirectory: String? = nil) {
    precondition(memoryLimit >= 0, "a memory limit of \(memoryLimit) bytes")
    self.preprocessing = preprocessing
    self.spillDirectory = spillDirectory ?? "/var/tmp"
    bytesPerPicture = preprocessing.width * preprocessing.height
    memoryCapacity = memoryLimit / bytesPerPicture
    picturesPerSlab = max(1, min(memoryCapacity, (8 << 20) / bytesPerPicture))
  }

  /// How many pictures are held.
  public var count: Int { held.withLock { $0.places.count } }

  /// Decodes whatever is not held yet, on all processors; reports progress as (done, all), one call at a time, in order.
  ///
  /// A film that cannot be read does not stop the others.
  /// - Returns: the films that could not be read, each with its reason, in the order of `studies`.
  /// - Throws: ``DataError`` when pictures cannot be spilled to disk; `CancellationError`. What was decoded before stays held.
  public func load(_ studies: [Study], progress: @Sendable (Int, Int) -> Void = { _, _ in }) async throws -> [ImagingError] {
    let paths = held.withLock { held in
      var seen: Set<String> = []
      return studies.map(\.path).filter { held.places[$0] == nil && seen.insert($0).inserted }
    }
    let failures = try await paths.concurrentTasks(progress: progress) { path in
      let picture: GrayImage
      do throws(ImagingError) { picture = try self.preprocessing.picture(at: path) } catch { return error as ImagingError? }
      try self.keep(picture.pixels, of: path)
      return nil
    }
    return failures.compactMap(\.self)
  }

  /// The picture of `study`, decoded now if it is not held.
  /// - Throws: `ImagingError` when the film cannot be read, or its picture not be kept on or read back from the disk.
  public func picture(of study: Study) throws(ImagingError) -> GrayImage {
    do throws(DataError) {
      if let pixels = try heldPixels(of: study.path) {
        return GrayImage(width: preprocessing.width, height: preprocessing.height, pixels: pixels)
      }
    } catch { throw ImagingError(path: study.path, reason: "\(error)") }
    let picture = try preprocessing.picture(at: study.path)
    do throws(DataError) { try keep(picture.pixels, of: study.path) } catch { throw ImagingError(path: study.path, reason: "\(error)") }
    return picture
  }

  /// The picture of `study` by ``Preprocessing/plain``: that which is held where it is the same, else decoded now.
  /// - Throws: `ImagingError` as ``picture(of:)``.
  func plainPicture(of study: Study) throws(ImagingError) -> GrayImage {
    preprocessing.with(views: 1) == preprocessing.plain ? try picture(of: study) : try preprocessing.plain.picture(at: study.path)
  }

  private func heldPixels(of path: String) throws(DataError) -> [UInt8]? {
    let picture: Picture? = held.withLock { held in
      guard let place = held.places[path] else { return nil }
      if place < memoryCapacity {
        let start = place % picturesPerSlab * bytesPerPicture
        return .inMemory(Array(held.slabs[place / picturesPerSlab][start..<start + bytesPerPicture]))
      }
      return held.spill.map { .onDisk($0, offset: (place - memoryCapacity) * bytesPerPicture) }
    }
    switch picture {
    case nil: return nil
    case .inMemory(let pixels): return pixels
    case .onDisk(let file, let offset): return try file.read(bytesPerPicture, at: offset)
    }
  }

  /// Keeps a decoded picture, unless another task was faster.
  private func keep(_ pixels: [UInt8], of path: String) throws(DataError) {
    try held.withLock { held throws(DataError) in
      guard held.places[path] == nil else { return }
      let place = held.places.count
      if place >= memoryCapacity {
        let file = if let spill = held.spill { spill } else { try SpillFile(in: spillDirectory) }
        held.spill = file
        try file.write(pixels, at: (place - memoryCapacity) * bytesPerPicture)
      } else {
        if place % picturesPerSlab == 0 {
          held.slabs.append([])
          held.slabs[held.slabs.count - 1].reserveCapacity(picturesPerSlab * bytesPerPicture)
        }
        held.slabs[held.slabs.count - 1].append(contentsOf: pixels)
      }
      held.places[path] = place
    }
  }
}
