import Imaging
import Testing

@testable import PulmoKit

@Suite struct CaptionTests {
  private let caption = PictureCaption(label: .bacterial, probability: 0.8765, method: "Grad-CAM", model: "lite 1.0", verdict: nil)

  private func picture(_ film: GrayImage) -> ExplanationPicture {
    let values = (0..<16).map { Float($0) / 12 }
    return ExplanationPicture(of: Heatmap(width: 4, height: 4, values: values), on: SeenFilm(whole: film))
  }

  @Test func everythingStandsOnThePicture() throws {
    let film = GrayImage.flat(224, 150, level: 30)
    let plain = picture(film)
    let captioned = plain.captioned(caption)
    #expect(captioned.width > 224 && captioned.height > 150)
    // The film itself is as it was.
    for (column, row) in [(0, 0), (223, 0), (0, 149), (223, 149), (100, 70)] { #expect(captioned[column, row] == plain.image[column, row]) }
    let texts: [(String, RGBColor)] = [
      ("Grad-CAM for bacterial,", PictureColors.text), ("0.877", PictureColors.text), ("Model lite 1.0", PictureColors.quietText),
      ("Verdict: not checked", PictureColors.quietText), ("Not for diagnosis", PictureColors.warning),
    ]
    for (text, color) in texts {
      let place = try #require(captioned.place(of: text, scale: 1, color: color), "\(text)")
      #expect(place.row >= 150, "\(text)")
    }
    // The bar's limits, 0 below and 1.25 above, and its words stand beside the film.
    let upper = try #require(captioned.place(of: "1.25", scale: 1, color: PictureColors.text))
    let lower = try #require(captioned.place(of: "0", scale: 1, color: PictureColors.text))
    #expect(upper.column >= 224 && lower.column >= 224 && upper.row < lower.row && lower.row < 150)
    #expect(captioned.place(of: "against", scale: 1, color: PictureColors.text) == nil)
  }

  @Test func aVerdictStandsOut() {
    var caption = caption
    caption.verdict = .init("do not trust", isPassed: false)
    let doubtful = picture(.flat(300, 100, level: 30)).captioned(caption)
    #expect(doubtful.place(of: "Verdict: do not trust", scale: 1, color: PictureColors.warning) != nil)
    caption.verdict = .init("passed", isPassed: true)
    let passed = picture(.flat(300, 100, level: 30)).captioned(caption)
    #expect(passed.place(of: "Verdict: passed", scale: 1, color: PictureColors.passed) != nil)
    #expect(passed.place(of: "do not trust", scale: 1, color: PictureColors.warning) == nil)
  }

  @Test func textGrowsWithTheFilm() throws {
    #expect(SeenFilm(whole: .flat(64, 64, level: 0)).scale == 1 && SeenFilm(whole: .flat(1776, 1416, level: 0)).scale == 4)
    let large = picture(.flat(900, 64, level: 30)).captioned(caption)
    #expect(large.place(of: "Not for diagnosis", scale: 2, color: PictureColors.warning) != nil)
  }

  @Test func longWordsStayOnTheirLines() {
    var caption = caption
    caption.verdict = .init("do not trust: the map does not change when the network's weights are drawn anew", isPassed: false)
    let picture = picture(.flat(64, 64, level: 30)).captioned(caption)
    #expect(picture.place(of: "weights are drawn", scale: 1, color: PictureColors.warning) != nil)
  }
}
