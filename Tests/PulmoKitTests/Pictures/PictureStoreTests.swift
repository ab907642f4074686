import Foundation
import Imaging
import Synchronization
import Testing

@testable import PulmoKit

@Suite struct PictureStoreTests {
  @Test func everyFilmIsDecodedOnce() async throws {
    let films = try Films(40)
    let expected = try films.studies.map { try Preprocessing(width: 16, height: 16).picture(at: $0.path) }
    let store = PictureStore.small()
    let steps = Mutex<[Int]>([])
    let failures = try await store.load(films.studies + films.studies.prefix(3)) { done, all in
      #expect(all == 40)
      steps.withLock { $0.append(done) }
    }
    #expect(failures.isEmpty)
    #expect(steps.withLock { $0 } == Array(1...40))
    // The files are gone: what the store gives now, it holds.
    for study in films.studies { try FileManager.default.removeItem(atPath: study.path) }
    #expect(try films.studies.map { try store.picture(of: $0) } == expected)
    #expect(try await store.load(films.studies) { _, _ in Issue.record("decoded again") }.isEmpty)
  }

  @Test(arguments: [0, 256, 5 * 256 + 255, 39 * 256, 1 << 20])
  func spilledPicturesAreTheSame(memoryLimit: Int) async throws {
    let films = try Films(40)
    let store = PictureStore.small(memoryLimit: memoryLimit, spillDirectory: films.directory)
    #expect(store.memoryCapacity == memoryLimit / 256)
    #expect(try await store.load(films.studies).isEmpty)
    let expected = try films.studies.map { try Preprocessing(width: 16, height: 16).picture(at: $0.path) }
    let names = try FileManager.default.contentsOfDirectory(atPath: films.directory)
    #expect(names.sorted() == films.studies.map(\.id).sorted(), "the spill file has no name")
    for study in films.studies { try FileManager.default.removeItem(atPath: study.path) }
    #expect(try films.studies.map { try store.picture(of: $0) } == expected)
  }

  @Test func manyTasksReadAndFillOneStore() async throws {
    let films = try Films(30)
    let store = PictureStore.small(memoryLimit: 10 * 256, spillDirectory: films.directory)
    let expected = try films.studies.map { try Preprocessing(width: 16, height: 16).picture(at: $0.path) }
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          try films.studies.indices.allSatisfy { step in
            let index = (step + task * 4) % films.studies.count
            return try store.picture(of: films.studies[index]) == expected[index]
          }
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
  }

  @Test func unreadableFilmsAreNamedInOrderAndTheRestGoesOn() async throws {
    let films = try Films(12)
    try films.damage(7)
    try films.damage(4)
    let store = PictureStore.small()
    let failures = try await store.load(films.studies)
    #expect(failures.map(\.path) == [films.studies[4].path, films.studies[7].path])
    #expect(failures.allSatisfy { !$0.reason.isEmpty })
    #expect(throws: ImagingError.self) { try store.picture(of: films.studies[4]) }
    #expect(try store.picture(of: films.studies[5]) == Films.film(5).resized(width: 16, height: 16))
  }

  @Test func aSpillDirectoryThatCannotBeUsedIsNamed() async throws {
    let films = try Films(2)
    let store = PictureStore.small(memoryLimit: 0, spillDirectory: films.directory + "/absent")
    let error = await #expect(throws: DataError.self) { _ = try await store.load(films.studies) }
    guard case .invalid(let path, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(path == films.directory + "/absent")
    #expect(reason.contains("No such file"))
    #expect(throws: ImagingError.self) { try store.picture(of: films.studies[0]) }
  }

  @Test func aCancelledLoadStops() async throws {
    let films = try Films(40)
    let store = PictureStore.small()
    let load = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await store.load(films.studies)
    }
    await #expect(throws: CancellationError.self) { _ = try await load.value }
  }
}
