public import Imaging
public import NeuralNet

/// How a film becomes a network's input: stored in the artifact, shared by training, evaluation and screening.
///
/// The decoded film, or the part of it that shows the lungs, is squashed to `width` × `height` with the antialiased bilinear filter, rounded
/// to 8 bits, passed through a JPEG and its tone normalised where that is asked for (``picture(at:)``); its grey levels become `(level / 255 - mean) / standardDeviation`
/// in each channel (``fill(_:with:)``). Every road from a file to a network takes these two steps, so a film's input has the same bits on
/// all of them. Augmentation and the ``views`` of a film change the picture between the two.
public struct Preprocessing: Sendable, Hashable, Codable {
  /// Pixels, at least 16.
  public let width: Int
  /// Pixels, at least 16.
  public let height: Int
  /// How often the grey levels are repeated: 1, or 3 for networks made for colour.
  public let channels: Int
  /// In units of full white: 0 keeps black at 0.
  public let mean: Float
  /// In units of full white, above 0: 1 keeps white at 1 when the mean is 0.
  public let standardDeviation: Float
  /// What is done about the film's tone. ``ToneNormalization/asIs`` where a recipe or an artifact does not say.
  public let tone: ToneNormalization
  /// What part of the film is kept. ``PictureRegion/whole`` where a recipe or an artifact does not say.
  public let region: PictureRegion
  /// The quality, 1 to 100, of the JPEG that the squashed film passes through; nil for none.
  ///
  /// Of use where the films of training came squashed and compressed: an original then has the same losses as they. A film that has them already
  /// hardly changes.
  public let jpegQuality: Int?
  /// Views of each film, 1 to ``viewLimit``: the picture itself, and the picture moved, turned or enlarged a little. The probability is that of
  /// the mean of their logits. 1 where a recipe or an artifact does not say. The network's time grows with them.
  public let views: Int

  /// The most views of a film.
  public static var viewLimit: Int { FilmViews.limit }

  /// - Precondition: the values are in the ranges their properties state.
  public init(
    width: Int = 128, height: Int = 128, channels: Int = 1, mean: Float = 0, standardDeviation: Float = 1, tone: ToneNormalization = .asIs,
    region: PictureRegion = .whole, jpegQuality: Int? = nil, views: Int = 1
  ) {
    self.width = width
    self.height = height
    self.channels = channels
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.tone = tone
    self.region = region
    self.jpegQuality = jpegQuality
    self.views = views
    let problem = problem
    precondition(problem == nil, problem ?? "")
  }

  /// `[C, H, W]`
  public var inputShape: Shape { [channels, height, width] }

  /// Decodes, checks, crops, squashes, compresses and normalises the film at `path`: `width` × `height` grey levels.
  /// - Throws: `ImagingError` naming the file and the reason.
  public func picture(at path: String) throws(ImagingError) -> GrayImage {
    picture(of: try GrayImage(contentsOf: path))
  }

  /// Crops, squashes and compresses a decoded film and normalises its tone, as far as each is asked for: `width` × `height` grey levels.
  public func picture(of film: GrayImage) -> GrayImage {
    let part = region == .lungs ? LungRegion(of: film)?.crop(film) ?? film : film
    return finished(part.resized(width: width, height: height))
  }

  /// ``picture(of:)``, and the film's picture by ``plain``, of which it is made where it is of the whole film.
  func pictures(of film: GrayImage) -> (shown: GrayImage, plain: GrayImage) {
    let plain = film.resized(width: width, height: height)
    return (region == .whole ? finished(plain) : picture(of: film), plain)
  }

  /// What follows the squashing.
  private func finished(_ squashed: GrayImage) -> GrayImage {
    var picture = jpegQuality.map { squashed.recompressed(quality: $0) } ?? squashed
    tone.apply(to: &picture)
    return picture
  }

  /// The same with another number of ``views``.
  /// - Precondition: `views` is 1 to ``viewLimit``.
  public func with(views: Int) -> Preprocessing {
    Preprocessing(
      width: width, height: height, channels: channels, mean: mean, standardDeviation: standardDeviation, tone: tone, region: region,
      jpegQuality: jpegQuality, views: views)
  }

  /// The same but for ``tone``, ``region``, ``jpegQuality`` and ``views``: the whole film in its own levels, by which films and copies of films are recognised whatever a
  /// model is shown of them.
  var plain: Preprocessing {
    Preprocessing(width: width, height: height, channels: channels, mean: mean, standardDeviation: standardDeviation)
  }

  /// Writes the input tensor of one picture, `[C, H, W]`.
  /// - Precondition: `picture` is `width` × `height` and `input` holds ``inputShape``.
  public func fill(_ input: UnsafeMutableBufferPointer<Float>, with picture: GrayImage) {
    precondition(
      picture.width == width && picture.height == height, "a \(picture.width)×\(picture.height) picture is no input of \(width)×\(height)")
    precondition(input.count == inputShape.count, "\(input.count) scalars do not hold an input of \(inputShape)")
    let scalars = scalarOfLevel
    let count = picture.pixels.count
    for channel in 0..<channels {
      var position = channel * count
      for level in picture.pixels {
        input[position] = scalars[Int(level)]
        position += 1
      }
    }
  }

  /// The input of each of the 256 grey levels.
  var scalarOfLevel: [Float] { (0..<256).map { (Float($0) / 255 - mean) / standardDeviation } }
}

extension Preprocessing {
  private enum CodingKeys: String, CodingKey {
    case width, height, channels, mean, standardDeviation, tone, region, jpegQuality, views
  }

  /// Reads values from a recipe or an artifact.
  /// - Throws: `DecodingError` when one is missing, but for ``tone``, ``region``, ``jpegQuality`` and ``views``, or out of its range.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    width = try values.decode(Int.self, forKey: .width)
    height = try values.decode(Int.self, forKey: .height)
    channels = try values.decode(Int.self, forKey: .channels)
    mean = try values.decode(Float.self, forKey: .mean)
    standardDeviation = try values.decode(Float.self, forKey: .standardDeviation)
    tone = try values.decodeIfPresent(ToneNormalization.self, forKey: .tone) ?? .asIs
    region = try values.decodeIfPresent(PictureRegion.self, forKey: .region) ?? .whole
    jpegQuality = try values.decodeIfPresent(Int.self, forKey: .jpegQuality)
    views = try values.decodeIfPresent(Int.self, forKey: .views) ?? 1
    if let problem { throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: problem)) }
  }

  private var problem: String? {
    if !(16...4096).contains(width) || !(16...4096).contains(height) {
      return "an input of \(width)×\(height) pixels: width and height must be 16 to 4096"
    }
    if channels != 1 && channels != 3 { return "an input of \(channels) channels: it must be 1 or 3" }
    if let jpegQuality, !(1...100).contains(jpegQuality) { return "a JPEG quality of \(jpegQuality): it must be 1 to 100" }
    if !(1...Self.viewLimit).contains(views) { return "\(views) views: there must be 1 to \(Self.viewLimit)" }
    if !mean.isFinite { return "a mean of \(mean): it must be finite" }
    if !(standardDeviation > 0 && standardDeviation.isFinite) {
      return "a standard deviation of \(standardDeviation): it must be finite and above 0"
    }
    return nil
  }
}
