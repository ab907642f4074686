public import Imaging

/// Decodes each film once and keeps its preprocessed picture: in memory up to a limit, beyond it in a file on disk.
public final class PictureStore: Sendable {
  public let preprocessing: Preprocessing

  /// - Parameter memoryLimit: bytes of pictures kept in memory before they spill to `spillDirectory`.
  public init(preprocessing: Preprocessing, memoryLimit: Int = 1 << 30, spillDirectory: String? = nil) { preconditionFailure("stub") }

  /// Decodes whatever is not held yet, on all processors; reports progress as (done, all).
  /// - Returns: the films that could not be read, each with its reason.
  public func load(_ studies: [Study], progress: @Sendable (Int, Int) -> Void) async throws -> [ImagingError] { preconditionFailure("stub") }

  /// The picture of `study`, decoded now if it is not held.
  public func picture(of study: Study) throws(ImagingError) -> GrayImage { preconditionFailure("stub") }
}
