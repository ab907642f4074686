import Imaging

/// A film as the audit takes it: 224×224 pixels, and where its lungs lie on them.
struct AuditPicture: Sendable {
  let picture: GrayImage
  let lungs: LungPixels

  init(of film: GrayImage) {
    picture = Corruption.picture(of: film)
    lungs = LungPixels(on: picture)
  }

  init(_ picture: GrayImage, lungs: LungPixels) {
    self.picture = picture
    self.lungs = lungs
  }
}

extension AuditPicture {
  /// This film with another's lungs in the place of its own, stretched to it: nothing within its own lungs' rectangle is left.
  func carrying(lungsOf other: AuditPicture) -> GrayImage {
    let patch = other.picture.cropped(columns: other.lungs.columns, rows: other.lungs.rows)
      .resized(width: lungs.columns.count, height: lungs.rows.count)
    var picture = picture
    for row in 0..<patch.height {
      let start = (lungs.rows.lowerBound + row) * picture.width + lungs.columns.lowerBound
      picture.pixels.replaceSubrange(start..<start + patch.width, with: patch.pixels[row * patch.width..<(row + 1) * patch.width])
    }
    return picture
  }
}
