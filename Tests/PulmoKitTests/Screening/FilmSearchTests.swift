import Foundation
import Testing

@testable import PulmoKit

@Suite struct FilmSearchTests {
  /// The films below `folder`, without its path.
  static func names(_ search: FilmSearch, in folder: TemporaryFolder) -> [String] {
    search.films.map { $0.replacingOccurrences(of: folder.path + "/", with: "") }
  }

  @Test func walksFoldersInOrderOfName() throws {
    let folder = try TemporaryFolder()
    try folder.write("b/2.PNG", "b/10.jpeg", "a.jpg", "c.jfif", "B.jpe", "b/deep/er/x.JpEg")
    #expect(
      Self.names(FilmSearch([folder.path]), in: folder) == ["B.jpe", "a.jpg", "b/10.jpeg", "b/2.PNG", "b/deep/er/x.JpEg", "c.jfif"])
  }

  @Test func leavesOutHiddenFilesAndCountsOthers() throws {
    let folder = try TemporaryFolder()
    try folder.write("film.png", ".hidden.png", ".cache/film.png", "notes.txt", "scan.dcm", "more/scan.DCM", "README", "odd.", ".png")
    let search = FilmSearch([folder.path])
    #expect(Self.names(search, in: folder) == ["film.png"])
    #expect(search.skipped == ["txt": 1, "dcm": 2, "": 2])
    #expect(search.failures == [])
  }

  @Test func namedFilesAreAlwaysTaken() throws {
    let folder = try TemporaryFolder()
    try folder.write("film.dat", ".hidden.png")
    let paths = [folder("film.dat"), folder(".hidden.png"), folder("missing.png")]
    #expect(FilmSearch(paths).films == paths)
  }

  @Test func circlesOfLinksEnd() throws {
    let folder = try TemporaryFolder()
    try folder.write("a/film.png", "b/other.png")
    try folder.link("a/up", to: "..")
    try folder.link("a/self", to: "self")
    try folder.link("b/a", to: "../a")
    try folder.link("broken.png", to: "nowhere")
    let search = FilmSearch([folder.path])
    // `a/up` leads to the folder that is being walked already; `b/a` to one that was.
    #expect(Self.names(search, in: folder) == ["a/film.png", "b/other.png", "broken.png"])
    #expect(search.skipped == ["": 1])
  }

  @Test func aPathThatComesUpTwiceIsTakenOnce() throws {
    let folder = try TemporaryFolder()
    try folder.write("a/film.png", "a/other.png")
    let again = [folder("a/other.png"), folder("a"), folder("a//film.png"), folder("./a/film.png"), folder("a/")]
    #expect(Self.names(FilmSearch(again), in: folder) == ["a/other.png", "a/film.png"])
  }

  /// Two names of one file are two films: which of them the reader wants is not ours to say.
  @Test func linkedFilesAreFilmsOfTheirOwn() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.png")
    try folder.link("b.png", to: "a.png")
    #expect(Self.names(FilmSearch([folder.path]), in: folder) == ["a.png", "b.png"])
  }

  @Test func pipesInFoldersAreNoFilms() throws {
    let folder = try TemporaryFolder()
    #expect(mkfifo(folder("pipe.png"), 0o600) == 0)
    let search = FilmSearch([folder.path])
    #expect(search.films == [])
    #expect(search.skipped == ["png": 1])
  }

  @Test func emptyFoldersHoldNothing() throws {
    let folder = try TemporaryFolder()
    let search = FilmSearch([folder.path])
    #expect(search.films == [] && search.skipped == [:] && search.failures == [])
  }
}
