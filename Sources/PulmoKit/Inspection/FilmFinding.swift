import Imaging

/// What reading one film showed.
struct FilmFinding: Sendable {
  /// Nil where the bytes cannot be read.
  let sha256: String?
  /// Nil where the picture cannot be read.
  let picture: (traits: FilmTraits, miniature: Miniature)?
  /// Why not.
  let problem: String?

  init(_ study: Study) {
    do throws(DataError) {
      sha256 = try FileHashes.sha256(ofFileAt: study.path)
    } catch {
      sha256 = nil
      picture = nil
      problem = error.reason
      return
    }
    do throws(ImagingError) {
      let film = try GrayImage(contentsOf: study.path)
      picture = (FilmTraits(of: film, at: study.path), Miniature(of: film))
      problem = nil
    } catch {
      picture = nil
      problem = error.reason
    }
  }
}

extension DataError {
  /// What is wrong, without the path.
  fileprivate var reason: String {
    switch self {
    case .notFound: "no such file"
    case .invalid(_, let reason), .impossibleSplit(let reason): reason
    }
  }
}
