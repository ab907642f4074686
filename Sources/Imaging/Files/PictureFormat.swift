/// How a picture is written.
public enum PictureFormat: Sendable, Hashable {
  /// 8 bits a channel, without loss.
  case png
  /// Baseline; quality 1 (worst) to 100.
  case jpeg(quality: Int)
}
