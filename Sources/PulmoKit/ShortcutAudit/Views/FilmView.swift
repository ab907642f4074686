import Imaging

/// What the shortcut audit lets a model see of a film; the raw value is its name in tables and JSON.
///
/// Each is defined on the film squashed to 224×224 pixels (``Corruption/picture(of:)``), so that a width in pixels is the same share of every
/// film; the model's own preprocessing follows. "The lungs" are the rectangle ``LungRegion`` finds.
///
/// What is hidden gets the mean level of what is seen. The film's own mean would carry into the picture how light the lungs are.
public enum FilmView: String, Sendable, Hashable, Codable, CaseIterable {
  /// All of it.
  case asItIs = "as it is"
  /// The outer tenth of each side, 22 pixels, without what of the lungs lies there.
  case borderOnly = "border only"
  /// A square of a fifth of each side, 44 pixels, in each corner, without what of the lungs lies there.
  case cornersOnly = "corners only"
  /// All but the lungs.
  case lungsHidden = "lungs hidden"
  /// The lungs, and of the rest what is neither border nor corner nor a mark: something brighter than what surrounds it, as letters, leads
  /// and electrodes are.
  case markersCovered = "markers covered"
  /// The lungs on one grey, their own mean level.
  case backgroundFlat = "background one grey"
  /// The lungs, stretched to where another child's lay, on that child's film.
  case backgroundOther = "background of another film"
}

extension FilmView {
  /// Width of the border, in pixels of 224.
  static let borderWidth = Corruption.side / 10
  /// Side of a corner, in pixels of 224.
  static let cornerSide = Corruption.side / 5

  /// What is hidden of a film whose lungs lie at `lungs`; nil for a view that hides nothing.
  func hidden(on picture: GrayImage, lungs: LungPixels) -> HiddenPixels? {
    switch self {
    case .asItIs, .backgroundOther: return nil
    case .borderOnly:
      var hidden = Self.border.inverted
      hidden.hide(columns: lungs.columns, rows: lungs.rows)
      return hidden
    case .cornersOnly:
      var hidden = Self.corners.inverted
      hidden.hide(columns: lungs.columns, rows: lungs.rows)
      return hidden
    case .lungsHidden:
      var hidden = HiddenPixels()
      hidden.hide(columns: lungs.columns, rows: lungs.rows)
      return hidden
    case .markersCovered:
      var hidden = Self.border
      hidden.hide(Self.corners)
      hidden.hide(BrightMarks(on: picture).pixels)
      hidden.show(columns: lungs.columns, rows: lungs.rows)
      return hidden
    case .backgroundFlat:
      var hidden = HiddenPixels().inverted
      hidden.show(columns: lungs.columns, rows: lungs.rows)
      return hidden
    }
  }

  private static let border: HiddenPixels = {
    var border = HiddenPixels().inverted
    border.show(columns: borderWidth..<Corruption.side - borderWidth, rows: borderWidth..<Corruption.side - borderWidth)
    return border
  }()

  private static let corners: HiddenPixels = {
    let ends = [0..<cornerSide, Corruption.side - cornerSide..<Corruption.side]
    var corners = HiddenPixels()
    for columns in ends { for rows in ends { corners.hide(columns: columns, rows: rows) } }
    return corners
  }()
}
