import Imaging
import NeuralNet

/// Takes the small pictures of decoded films that a triage page shows.
struct FilmPhotographer: Sendable {
  private let preprocessing: Preprocessing
  /// Or why this network has none.
  private let explainer: Result<GradCAM, GradientError>

  /// - Throws: `NeuralNetError` where a parameter is missing or oneDNN refuses the graph.
  init(_ network: ExplainedNetwork) async throws {
    preprocessing = network.preprocessing
    do {
      explainer = .success(try await GradCAM(network))
    } catch let error as GradientError {
      explainer = .failure(error)
    }
  }

  /// The pictures; nil where memory is short: a page does without them rather than the screening without its end.
  /// - Parameters:
  ///   - film: as it was decoded.
  ///   - shown: what ``preprocessing`` made of it.
  /// - Throws: `NeuralNetError` where the engine fails.
  func pictures(of film: GrayImage, shown: GrayImage) async throws -> FilmPictures? {
    let small = film.fitted(to: Thumbnail.side)
    guard let thumbnail = try? Thumbnail(of: small) else { return nil }
    do {
      let map = try await explainer.get().heatmap(of: shown, for: .pneumonia)
      let seen = SeenFilm(film, preprocessing)
      let overlay = try FilmOverlay(map, of: seen, on: small, verdict: OverlayVerdict(of: map, on: shown, seen.region))
      return FilmPictures(thumbnail: thumbnail, overlay: .success(overlay))
    } catch let error as GradientError {
      return FilmPictures(thumbnail: thumbnail, overlay: .failure(error))
    } catch is ImagingError {
      return nil
    }
  }
}
