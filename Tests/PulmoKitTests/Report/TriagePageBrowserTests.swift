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
    // Of a group, the films that match.
    try browser.evaluate("document.getElementById('search').select()")
    try browser.type("-l")
    #expect(try browser.text(Self.visible) == "urgent-less.png,grey-low.png")
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

  /// The names of the films whose overlays are visible.
  static let overlaid =
    "[...document.querySelectorAll('.film')].filter(f => f.querySelector('.overlay')"
    + " && getComputedStyle(f.querySelector('.overlay')).visibility === 'visible').map(f => f.querySelector('.name').textContent)"

  @Test func overlaysComeByMouseByKeyAndAllAtOnce() throws {
    let browser = try BrowserSession(try TriagePageTests.page(TriageOverlayTests.readings()).html)
    #expect(try browser.text(Self.overlaid) == "")
    // While the mouse rests on a picture.
    try browser.point(at: "#urgent .picture")
    #expect(try browser.text(Self.overlaid) == "good.png")
    try browser.point(at: "h1")
    #expect(try browser.text(Self.overlaid) == "")

    // By the switch, with the keyboard alone: from the switch for all to the first film's.
    try browser.evaluate("document.getElementById('all-overlays').focus()")
    try browser.press("Tab")
    #expect(try browser.text("document.activeElement.getAttribute('aria-label')") == "Overlay of day/good.png")
    try browser.press("Enter")
    #expect(try browser.text(Self.overlaid) == "good.png")
    #expect(try browser.text("document.activeElement.getAttribute('aria-pressed')") == "true")
    try browser.press("Tab")
    try browser.press("Space")
    #expect(try browser.text(Self.overlaid) == "good.png,marker.png")
    #expect(try browser.text("document.querySelectorAll('.stamp')[0].checkVisibility()") == "true")
    try browser.press("Space")
    #expect(try browser.text(Self.overlaid) == "good.png")

    // All, and none.
    try browser.point(at: "#all-overlays", clicks: true)
    #expect(try browser.text(Self.overlaid) == "good.png,marker.png,odd.png")
    #expect(try browser.text("document.getElementById('all-overlays').getAttribute('aria-pressed')") == "true")
    try browser.point(at: "#all-overlays", clicks: true)
    #expect(try browser.text(Self.overlaid) == "")
    // A press on the picture stays when the mouse has gone.
    try browser.point(at: "#clear .picture", clicks: true)
    try browser.point(at: "h1")
    #expect(try browser.text(Self.overlaid) == "odd.png")
    #expect(try browser.text("document.getElementById('page-state').dataset.errors") == "")
  }

  /// On paper each overlay stands beside its film, and there is no switch.
  @Test func onPaperOverlaysStandBesideTheirFilms() throws {
    let browser = try BrowserSession(try TriagePageTests.page(TriageOverlayTests.readings()).html)
    try browser.show(on: "print")
    #expect(try browser.text(Self.overlaid) == "good.png,marker.png,odd.png")
    #expect(try browser.text("document.querySelector('.toggle').checkVisibility()") == "false")
    let places = "[...document.querySelectorAll('#urgent .picture')[0].querySelectorAll('img')].map(i => i.getBoundingClientRect())"
    let areBeside = "(([film, overlay]) => film.right <= overlay.left && film.top === overlay.top)(\(places))"
    #expect(try browser.evaluate(areBeside) as? Bool == true)
  }

  @Test func aPhoneNeedsNoSidewaysScrolling() throws {
    let browser = try BrowserSession(try TriagePageTests.page(TriageOverlayTests.readings()).html, width: 500)
    #expect(try browser.evaluate("document.documentElement.scrollWidth <= innerWidth") as? Bool == true)
  }
}
