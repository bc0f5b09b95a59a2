public import CaseCore
public import CaseReading
import Foundation
import JOSE
public import StoreBase

/// The deadlines on which one role must act, as an iCalendar object (RFC 5545), for the calendars of people.
///
/// A calendar is shown on screens, shared with colleagues and kept by others. So it says which deadline there is and in which
/// phase, in the workflow's own general words, and nothing else: no name of a process, an organisation or a person, and nothing
/// that people wrote. The case is named by the id that the reader's organisation knows it by, and whoever wants to know more
/// reads it at its address, with a token.
///
/// It is bounded: what is for others to do is not in it, nor what is due after ``horizon``, and beyond ``most`` appointments
/// the latest are left out, which it says. It is cheap to ask again: whether anything changed is told from plain columns, and
/// only cases that changed are opened.
public struct DeadlineFeed: Sendable {
  /// How many days ahead a deadline is shown.
  public static let horizon = 366
  /// How many appointments a calendar has.
  public static let most = 1_000
  /// How many cases are opened in one round trip.
  private static let batch = 100
  /// Raised when the same deadlines make another calendar.
  private static let form = "1"

  private let reader: CaseReader
  private let cases: String
  private let most: Int
  private let cache = FeedCache()

  /// - Parameter url: where people reach the service.
  public init(reader: CaseReader, url: String, most: Int = DeadlineFeed.most) {
    self.reader = reader
    self.most = most
    cases = "\(url.hasSuffix("/") ? String(url.dropLast()) : url)/v1/casussen/"
  }

  enum Answer {
    /// It is what the asker has.
    case unchanged(tag: String)
    case calendar(String, tag: String)
  }

  /// - Parameter known: the tags of the calendars that the asker has.
  /// - Returns: `nil` when the actor does not act in the role.
  func answer(for actor: Actor, role: String, known: [String]) async throws(StoreError) -> Answer? {
    guard actor.roles.contains(role) else { return nil }
    let version = try await reader.feedVersion(of: actor.organisation)
    let key = FeedCache.Key(organisation: actor.organisation, role: role)
    let print = self.print(version, actor.organisation, role)
    if let tag = cache.tag(of: print, for: key), known.contains(tag) { return .unchanged(tag: tag) }
    let text = try await text(for: actor, role: role, in: version)
    // By what is in it: cases change in ways that are not for this reader.
    let tag = reader.fingerprint(of: [Self.form, key.organisation, key.role, text]).base64URL
    cache.keep(tag: tag, of: print, for: key)
    return known.contains(tag) ? .unchanged(tag: tag) : .calendar(text, tag: tag)
  }

  /// The calendar as it is now.
  /// - Returns: `nil` when the actor does not act in the role.
  public func text(for actor: Actor, role: String) async throws(StoreError) -> String? {
    guard actor.roles.contains(role) else { return nil }
    return try await text(for: actor, role: role, in: reader.feedVersion(of: actor.organisation))
  }

  /// Differs when the calendar may: when a case changed, or a day has passed. For this process alone.
  private func print(_ version: CaseReader.FeedVersion, _ organisation: String, _ role: String) -> String {
    let numbers = [version.cases, version.revisions, version.directory].map(String.init)
    let today = Amsterdam.date(at: version.now).description
    return reader.fingerprint(of: [Self.form, organisation, role, today, cases, "\(most)"] + numbers).base64URL
  }

  private func text(
    for actor: Actor,
    role: String,
    in version: CaseReader.FeedVersion
  ) async throws(StoreError) -> String {
    let now = version.now
    // What someone may see in other roles does not belong in the calendar of this one.
    let holder = Actor(subject: actor.subject, organisation: actor.organisation, roles: [role])
    let (all, unreadable) = try await entries(for: holder, directory: version.directory)
    let end = Amsterdam.startOfDay(Amsterdam.date(at: now).adding(days: Self.horizon))
    let near = all.filter { $0.due < end }.sorted(by: FeedEntry.isBefore)
    let shown = Array(near.prefix(most))
    let prints = shown.map { ($0.id, reader.fingerprint(of: $0.texts + [cases])) }
    let changes = try await reader.changes(of: Dictionary(prints, uniquingKeysWith: { _, last in last }))
    var text = CalendarText()
    text.add(component: "VCALENDAR") { text in
      head(Self.notes(shown: shown.count, of: near.count, unreadable: unreadable), to: &text)
      for entry in shown { entry.event(changedAt: changes[entry.id] ?? now, cases: cases).write(to: &text) }
    }
    return text.text
  }

  private func head(_ notes: String, to text: inout CalendarText) {
    text.add("VERSION", "2.0")
    text.add("PRODID", "-//Casusregie//Termijnen//NL")
    text.add("CALSCALE", "GREGORIAN")
    for name in ["NAME", "X-WR-CALNAME"] { text.add(name, text: "Termijnen in casussen") }
    for name in ["DESCRIPTION", "X-WR-CALDESC"] { text.add(name, text: notes) }
    text.add("X-WR-TIMEZONE", CalendarZone.name)
    text.add("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")
    text.add("X-PUBLISHED-TTL", "PT1H")
    CalendarZone.write(to: &text)
  }

  private static func notes(shown: Int, of all: Int, unreadable: Int) -> String {
    var notes = ["Termijnen waarop uw rol nog moet handelen, tot een jaar vooruit."]
    if shown < all { notes.append("Dit zijn de eerste \(shown) van \(all) termijnen.") }
    if unreadable > 0 { notes.append("\(unreadable) van de casussen zijn niet leesbaar; hun termijnen ontbreken.") }
    return notes.joined(separator: " ")
  }

  // MARK: - Looking at cases

  /// What is on the holder to act on, and how many of the holder's cases cannot be read.
  private func entries(
    for holder: Actor,
    directory: Int64
  ) async throws(StoreError) -> (entries: [FeedEntry], unreadable: Int) {
    let key = FeedCache.Key(organisation: holder.organisation, role: holder.roles.first ?? "")
    let revisions = try await reader.revisions(of: holder.organisation)
    let known = cache.cases(for: key, directory: directory)
    var cases: [UUID: FeedCache.Kept] = [:]
    var changed: [(alias: UUID, revision: Int64)] = []
    for found in revisions {
      if let kept = known[found.alias], kept.revision == found.revision {
        cases[found.alias] = kept
      } else {
        changed.append(found)
      }
    }
    var unreadable = 0
    for start in stride(from: 0, to: changed.count, by: Self.batch) {
      let some = changed[start..<min(start + Self.batch, changed.count)]
      unreadable += try await check(at: Array(some), for: holder, into: &cases)
      // Whoever stops waiting finds what was done so far when asking again.
      cache.keep(cases, for: key, directory: directory)
    }
    cache.keep(cases, for: key, directory: directory)
    return (cases.values.flatMap(\.entries), unreadable)
  }

  /// - Returns: how many of them cannot be read; those are looked at again the next time.
  private func check(
    at some: [(alias: UUID, revision: Int64)],
    for holder: Actor,
    into cases: inout [UUID: FeedCache.Kept]
  ) async throws(StoreError) -> Int {
    let page = try await reader.cases(under: some.map(\.alias), for: holder)
    // One that is not for the holder is not opened again before it changes.
    for found in some { cases[found.alias] = FeedCache.Kept(revision: found.revision, entries: []) }
    for view in page.cases {
      let deadlines = view.deadlines.filter(\.isForReader)
      let entries = deadlines.map { FeedEntry($0, id: reader.pseudonym(of: $0)) }
      // Under the revision that is stored: what the clock has still to do becomes a revision of its own.
      cases[view.alias]?.entries = entries
    }
    for found in page.unreadable { cases[found.alias] = nil }
    return page.unreadable.count(where: \.isForReader)
  }
}
