import Foundation
import Imaging
import NeuralNet
import Synchronization
import Testing

@testable import PulmoKit

@Suite struct BatchesTests {
  private func collect(_ batches: Batches) async throws -> [Batch] {
    var all: [Batch] = []
    for try await batch in batches { all.append(batch) }
    return all
  }

  private var changing: Augmentation {
    var augmentation = Augmentation()
    augmentation.rotation = 40
    augmentation.zoom = 0.9...1.1
    augmentation.noise = 0.05
    augmentation.erasing = 0.5
    return augmentation
  }

  @Test func anEpochIsWholeBatchesInOrder() async throws {
    let films = try Films(23)
    let store = PictureStore.small()
    let batches = try Batches(
      films.studies, from: store, augmentation: Augmentation(), sampling: .natural, batchSize: 5, seed: 1, epoch: 0)
    let order = try EpochOrder(films.studies, sampling: .natural, seed: 1, epoch: 0)
    let all = try await collect(batches)
    #expect(batches.count == 4)
    #expect(all.count == 4)
    #expect(all.allSatisfy { $0.images.shape == [5, 1, 16, 16] })
    #expect(all.flatMap(\.studies) == order.picks.prefix(20).map { films.studies[$0.study] })
  }

  /// Training without augmentation, validation, evaluation and screening share their input to the bit.
  @Test func withoutAugmentationABatchIsTheFilledPictures() async throws {
    let films = try Films(12)
    let preprocessing = Preprocessing(width: 24, height: 16, channels: 3, mean: 0.48, standardDeviation: 0.22)
    let store = PictureStore(preprocessing: preprocessing)
    let batches = try Batches(
      films.studies, from: store, augmentation: Augmentation(), sampling: .natural, batchSize: 4, seed: 1, epoch: 0)
    for batch in try await collect(batches) {
      for (position, study) in batch.studies.enumerated() {
        var input = [Float](repeating: 0, count: preprocessing.inputShape.count)
        try input.withUnsafeMutableBufferPointer { preprocessing.fill($0, with: try preprocessing.picture(at: study.path)) }
        let start = position * input.count
        #expect(
          batch.images.scalars[start..<start + input.count].map(\.bitPattern) == input.map(\.bitPattern), "\(study.id) at \(position)")
      }
    }
  }

  @Test func contentDependsNeitherOnPrefetchNorOnTheStore() async throws {
    let films = try Films(40, normals: 10)
    func epoch(_ store: PictureStore, prefetch: Int) async throws -> [Batch] {
      try await collect(
        try Batches(
          films.studies, from: store, augmentation: changing, sampling: .balanced, batchSize: 8, seed: 9, epoch: 3, prefetch: prefetch))
    }
    let inMemory = PictureStore.small()
    _ = try await inMemory.load(films.studies)
    let expected = try await epoch(inMemory, prefetch: 1)
    #expect(expected.count == 7)
    for prefetch in [2, 8] {
      for store in [inMemory, .small(memoryLimit: 0, spillDirectory: films.directory), .small(memoryLimit: 9 * 256)] {
        let batches = try await epoch(store, prefetch: prefetch)
        #expect(batches.map(\.images) == expected.map(\.images), "prefetch \(prefetch), capacity \(store.memoryCapacity)")
        #expect(batches.map(\.studies) == expected.map(\.studies), "prefetch \(prefetch), capacity \(store.memoryCapacity)")
      }
    }
  }

  @Test(arguments: 0...6) func aResumedEpochGoesOnAsTheUninterrupted(firstBatch: Int) async throws {
    let films = try Films(26)
    let store = PictureStore.small()
    func epoch(from firstBatch: Int) throws -> Batches {
      try Batches(
        films.studies, from: store, augmentation: changing, sampling: .natural, batchSize: 4, seed: 2, epoch: 1, firstBatch: firstBatch)
    }
    let whole = try await collect(try epoch(from: 0))
    let rest = try await collect(try epoch(from: firstBatch))
    #expect(whole.count == 6)
    #expect(try epoch(from: firstBatch).count == 6)
    #expect(rest.map(\.images) == whole.dropFirst(firstBatch).map(\.images))
    #expect(rest.map(\.studies) == whole.dropFirst(firstBatch).map(\.studies))
  }

  @Test func augmentationFollowsTheFilmAndNotItsPlaceInTheList() async throws {
    let films = try Films(12)
    let store = PictureStore.small()
    func pictures(of studies: [Study], epoch: Int) async throws -> [String: [Float]] {
      let batches = try Batches(studies, from: store, augmentation: changing, sampling: .natural, batchSize: 1, seed: 2, epoch: epoch)
      return Dictionary(uniqueKeysWithValues: try await collect(batches).map { ($0.studies[0].id, $0.images.scalars) })
    }
    let all = try await pictures(of: films.studies, epoch: 1)
    let some = try await pictures(of: films.studies.dropFirst(5).reversed(), epoch: 1)
    let later = try await pictures(of: films.studies, epoch: 2)
    for (id, scalars) in some { #expect(all[id] == scalars, "\(id)") }
    for (id, scalars) in later { #expect(all[id] != scalars, "\(id)") }
  }

  @Test func repeatedFilmsAreChangedEachTimeAnew() async throws {
    let films = try Films(9, normals: 3)
    let batches = try Batches(
      films.studies, from: .small(), augmentation: changing, sampling: .balanced, batchSize: 1, seed: 2, epoch: 0)
    let all = try await collect(batches)
    let uses = Dictionary(grouping: all, by: \.studies[0].id)
    for study in films.studies.prefix(3) {
      #expect(uses[study.id]?.count == 2)
      #expect(Set(uses[study.id, default: []].map(\.images)).count == 2, "\(study.id)")
    }
  }

  @Test func anUnreadableFilmEndsTheEpochWithItsName() async throws {
    let films = try Films(12)
    try films.damage(6)
    let batches = try Batches(
      films.studies, from: .small(), augmentation: Augmentation(), sampling: .natural, batchSize: 1, seed: 2, epoch: 0)
    let order = try EpochOrder(films.studies, sampling: .natural, seed: 2, epoch: 0)
    let position = order.picks.firstIndex { $0.study == 6 }
    var iterator = batches.makeAsyncIterator()
    var count = 0
    do {
      while try await iterator.next() != nil { count += 1 }
      Issue.record("the damaged film was read")
    } catch let error as ImagingError {
      #expect(error.path == films.studies[6].path)
    }
    #expect(count == position)
    #expect(try await iterator.next() == nil)
  }

  @Test func tooFewFilmsForABatchAreRefused() throws {
    let films = try Films(3)
    #expect(throws: DataError.self) {
      try Batches(films.studies, from: .small(), augmentation: Augmentation(), sampling: .natural, batchSize: 4, seed: 0, epoch: 0)
    }
    #expect(throws: DataError.self) {
      try Batches([], from: .small(), augmentation: Augmentation(), sampling: .natural, batchSize: 4, seed: 0, epoch: 0)
    }
    var wrong = Augmentation()
    wrong.shear = 90
    #expect(throws: DataError.self) {
      try Batches(films.studies, from: .small(), augmentation: wrong, sampling: .natural, batchSize: 1, seed: 0, epoch: 0)
    }
  }

  @Test func atMostPrefetchBatchesAreMadeAhead() async throws {
    let films = try Films(12)
    let store = PictureStore.small()
    let batches = try Batches(
      films.studies, from: store, augmentation: Augmentation(), sampling: .natural, batchSize: 1, seed: 2, epoch: 0, prefetch: 3)
    var iterator = batches.makeAsyncIterator()
    _ = try await iterator.next()
    try await Task.sleep(for: .milliseconds(300))
    #expect(store.count == 4)
    _ = try await iterator.next()
    try await Task.sleep(for: .milliseconds(300))
    #expect(store.count == 5)
  }

  @Test func leavingTheLoopStopsTheMaking() async throws {
    let films = try Films(400)
    let store = PictureStore.small()
    weak let abandoned = store
    try await { [store] in
      let batches = try Batches(
        films.studies, from: store, augmentation: Augmentation(), sampling: .natural, batchSize: 40, seed: 2, epoch: 0, prefetch: 9)
      for try await _ in batches { break }
    }()
    var previous = -1
    while store.count != previous {
      previous = store.count
      try await Task.sleep(for: .milliseconds(200))
    }
    _ = consume store
    #expect(abandoned == nil, "no task holds the store any longer")
  }

  @Test func cancellingTheConsumerEndsItsLoop() async throws {
    let films = try Films(200)
    let batches = try Batches(
      films.studies, from: .small(), augmentation: Augmentation(), sampling: .natural, batchSize: 1, seed: 2, epoch: 0)
    let (started, signal) = AsyncStream<Void>.makeStream()
    let consumer = Task {
      var count = 0
      for try await _ in batches {
        count += 1
        if count == 2 {
          signal.yield()
          try? await Task.sleep(for: .seconds(60))
        }
      }
      return count
    }
    for await _ in started { break }
    consumer.cancel()
    await #expect(throws: CancellationError.self) { _ = try await consumer.value }
  }

  @Test func theKeyOfAFilmIsItsIdsHash() {
    func key(_ id: String) -> UInt64 { Study(id: id, patient: "", path: "", label: .normal, folder: nil).augmentationKey }
    // RFC 9923's test vectors for the 64-bit FNV-1a.
    #expect(key("") == 0xCBF2_9CE4_8422_2325)
    #expect(key("a") == 0xAF63_DC4C_8601_EC8C)
    #expect(key("foobar") == 0x8594_4171_F739_67E8)
  }
}
