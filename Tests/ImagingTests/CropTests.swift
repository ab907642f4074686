import Imaging
import Testing

@Suite struct CropTests {
  @Test func keepsTheNamedColumnsAndRows() {
    let picture = GrayImage(width: 4, height: 3, pixels: Array(0..<12))
    #expect(picture.cropped(columns: 1..<3, rows: 1..<3) == GrayImage(width: 2, height: 2, pixels: [5, 6, 9, 10]))
    #expect(picture.cropped(columns: 3..<4, rows: 0..<3) == GrayImage(width: 1, height: 3, pixels: [3, 7, 11]))
    #expect(picture.cropped(columns: 0..<4, rows: 0..<3) == picture)
  }
}
