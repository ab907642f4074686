/// Where on a film an explanation lies: the shares of its magnitude in and around the lungs, and beside each the share of the film's area.
///
/// The magnitude counts, not only what speaks for the class: what a network reads in a corner is a mark whichever way it speaks.
public struct AttributionShares: Sendable, Hashable, Decodable {
  /// A part of the film.
  public struct Share: Sendable, Hashable, Decodable {
    /// Of the map's magnitude, 0 to 1; nil where the map is empty.
    public let magnitude: Double?
    /// Of the pixels, 0 to 1.
    public let area: Double
    /// The one by the other: 1 for a map spread evenly over the film. Nil where the map is empty or the part is.
    public let density: Double?

    fileprivate init(of map: Heatmap, where isInside: (_ row: Int, _ column: Int) -> Bool) {
      var (inside, all, pixels) = (0.0, 0.0, 0)
      for (pixel, value) in map.values.enumerated() {
        let magnitude = Double(abs(value))
        all += magnitude
        let (row, column) = pixel.quotientAndRemainder(dividingBy: map.width)
        guard isInside(row, column) else { continue }
        inside += magnitude
        pixels += 1
      }
      magnitude = all > 0 ? inside / all : nil
      area = Double(pixels) / Double(map.values.count)
      density = magnitude.flatMap { [area] in area > 0 ? $0 / area : nil }
    }
  }

  /// The frame along the edges, as fraction of each side; a twentieth.
  public static let borderSide = 0.05
  /// The squares in the corners, as fraction of each side: as far as letters and marks reach.
  public static let cornerSide = 0.15

  /// Within the rectangle around both lungs; nil where no chest is recognised.
  public let lungs: Share?
  /// Outside it; nil where no chest is recognised.
  public let outside: Share?
  /// On the frame along the edges.
  public let border: Share
  /// In the four corners.
  public let corners: Share

  /// - Parameters:
  ///   - map: the explanation.
  ///   - lungs: where they are on the same picture; nil where no chest is recognised.
  public init(of map: Heatmap, lungs: LungRegion?) {
    let (width, height) = (map.width, map.height)
    func isNearEdge(_ place: Int, _ side: Int, _ fraction: Double) -> Bool {
      let reach = Int((fraction * Double(side)).rounded())
      return place < reach || place >= side - reach
    }
    let rectangle = lungs.map { (rows: LungRegion.pixels($0.rows, of: height), columns: LungRegion.pixels($0.columns, of: width)) }
    self.lungs = rectangle.map { rectangle in
      Share(of: map) { rectangle.rows.contains($0) && rectangle.columns.contains($1) }
    }
    outside = rectangle.map { rectangle in
      Share(of: map) { !rectangle.rows.contains($0) || !rectangle.columns.contains($1) }
    }
    border = Share(of: map) { isNearEdge($0, height, Self.borderSide) || isNearEdge($1, width, Self.borderSide) }
    corners = Share(of: map) { isNearEdge($0, height, Self.cornerSide) && isNearEdge($1, width, Self.cornerSide) }
  }

  /// The checks on where a map lies.
  public var checks: [ExplanationCheck] {
    let lungs =
      outside.map { ExplanationCheck(.outsideLungs, figure: $0.density) }
      ?? ExplanationCheck(.outsideLungs, notAsked: "whether it keeps to the lungs was not asked: no chest found")
    return [lungs, ExplanationCheck(.border, figure: border.density), ExplanationCheck(.corners, figure: corners.density)]
  }
}

extension AttributionShares: Encodable {
  private enum CodingKeys: String, CodingKey { case lungs, outside, border, corners }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(lungs, forKey: .lungs)
    try container.encode(outside, forKey: .outside)
    try container.encode(border, forKey: .border)
    try container.encode(corners, forKey: .corners)
  }
}

extension AttributionShares.Share: Encodable {
  private enum CodingKeys: String, CodingKey { case magnitude, area, density }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(magnitude, forKey: .magnitude)
    try container.encode(area, forKey: .area)
    try container.encode(density, forKey: .density)
  }
}
