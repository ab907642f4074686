import Foundation
import Testing

@testable import PulmoKit

/// The triage page under a reader's hands.
@Suite(.enabled(if: Browser.path != nil, Browser.isMissing)) struct TriagePageBrowserTests {
  /// The names of the films that are visible.
  static let visible =
    "[...document.querySelectorAll('.film')].filter(f => f.checkVisibility()).map(f => f.querySelector('.name').textContent)"

  @Test func filtersHideFilms() throws {
    let browser = try BrowserSession(try TriagePageTests.page(TriagePageTests.readings(classes: true)).html)
    #expect(try browser.text("document.getElementById('page-state').dataset.errors") == "")
    #expect(try browser.text("document.getElementById('shown').textContent") == "All 7 films.")

    // By name, in any case and in the folder too.
    try browser.point(at: "#search", clicks: true)
    try browser.type("GREY")
    #expect(try browser.text(Self.visible) == "grey.png,grey-low.png")
    #expect(try browser.text("document.getElementById('shown').textContent") == "Filtered: 2 of 7 films shown.")
    #expect(try browser.text("document.getElementById('urgent').checkVisibility()") == "false")
    try browser.evaluate("document.getElementById('search').select()")
    try browser.type("nowhere")
    #expect(try browser.text(Self.visible) == "")
    try browser.evaluate("document.getElementById('search').select()")
    try browser.type("day/")
    #expect(try browser.evaluate("\(Self.visible).length") as? Int == 7)

    // By group, with the keyboard: Tab from the search to the boxes of what could not be read and of the urgent films.
    try browser.press("Tab")
    try browser.press("Tab")
    try browser.press("Space")
    #expect(try browser.text(Self.visible) == "broken.png,grey.png,grey-low.png,b-clear.png,a-clear.png")
    #expect(try browser.text("document.getElementById('shown').textContent") == "Filtered: 5 of 7 films shown.")
    try browser.press("Space")
    #expect(try browser.evaluate("\(Self.visible).length") as? Int == 7)
    #expect(try browser.text("document.getElementById('page-state').dataset.errors") == "")
  }

  /// On paper there is nothing to press, and what a filter hid stays away, as the line above the films says.
  @Test func paperHasTheFilmsAlone() throws {
    let browser = try BrowserSession(try TriagePageTests.page(TriagePageTests.readings()).html)
    #expect(try browser.text("document.querySelector('.worklist-controls').checkVisibility()") == "true")
    try browser.point(at: "input[value=clear]", clicks: true)
    try browser.show(on: "print")
    #expect(try browser.text("document.querySelector('.worklist-controls').checkVisibility()") == "false")
    #expect(try browser.text("document.getElementById('shown').checkVisibility()") == "true")
    #expect(try browser.evaluate("\(Self.visible).length") as? Int == 5)
  }
}
