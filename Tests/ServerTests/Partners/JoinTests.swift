import CaseCore
import DeadlineAdministration
import Development
import Foundation
import OrderedCollections
import Server
import SettingsStore
import TestServices
import Testing
import WorkflowFiles

extension WholeService {
  /// Partners put together all that they got of the same cases, by their queues and over REST: events as they come and as they are given
  /// again, lists, cases, journals, what is possible, headers, with all numbers as they are. The cases go from the signal to an intervention that
  /// somebody carries out who sees nothing else, with a contact moment, other settings of a deadline, and a hand-over to another region, each at an
  /// hour of its own. No value tells any two partners more of which is which than the day does, which is as exact as an event is (`time`
  /// in `docs/events.md`): within a day they guess.
  ///
  /// ``WhatPartnersGot`` says what is left out, and why. So is the moment of a journal entry that both may read, which joins nothing that its text
  /// does not (decision 0035).
  ///
  /// It must fail when `CloudEvent` says the hour in `time`, and when a view has the moment of a step that not all who see the case may read.
  @Suite struct JoinTests {
    private static let cases = 8
    private static let casesOfDay = 4

    @Test("No value joins what two partners got of the same cases") func nothing() async throws {
      let found = try await Self.joined(try Self.course()) { _ in }
      #expect(found.values == [:], "what two had of some cases of a day, and not of the others")
      // From the melder to those of the other region; each that takes part got events, twice, a list item, a case, a journal, and what is possible.
      #expect(found.partners > 10 && found.messages > 100 * Self.cases && found.common > 0)
      // What is held against is what the document says, and what events say.
      let document = try String(contentsOf: Program.root.appending(path: "docs/events.md"), encoding: .utf8)
      #expect(document.contains("| `time` | the day on which it was recorded, in the Netherlands: its first moment."))
      #expect(!found.times.isEmpty && found.times.allSatisfy { $0.contains("T00:00:00+0") }, "\(found.times)")
    }

    /// The control: with one id for all recipients each case is found.
    @Test("An id that two recipients have in common joins every case") func leak() async throws {
      var begun = try Self.course()
      begun.steps = Array(begun.steps.prefix(2))
      let found = try await Self.joined(begun) { installation in
        _ = try await installation.rows(
          """
          create function leak() returns trigger language plpgsql as $leak$ begin
            new.event_id := md5(new.case_id::text || new.revision)::uuid; return new;
          end $leak$;
          create trigger leak before insert on outbox for each row execute function leak()
          """
        )
      }
      #expect(found.cases.count == Self.cases)
    }

    /// What every case goes through.
    private static func course() throws -> Scenario {
      let folder = try ScenarioFolder(ShippedWorkflows.casework)
      var story = try folder.scenario("van-signaal-tot-vernietiging")
      let end = try #require(story.steps.firstIndex { $0.command?.name == contact })
      let handOver = try folder.scenario("overdracht-naar-andere-regio").steps.filter {
        $0.command?.name.hasPrefix("overdracht-") ?? false && $0.expectation.refusal == nil
      }
      story.steps = story.steps.prefix(through: end) + handOver
      return story
    }

    private static let contact = "contactmoment-vastleggen"
    private static let handOver = "overdracht-voorstellen"

    private struct Found {
      var partners = 0
      var messages = 0
      /// Moments of journal entries that two may read.
      var common = 0
      /// The cases, by number, that something joins.
      var cases: Set<Int> = []
      /// For which partners.
      var values: [String: String] = [:]
      /// Of events.
      var times: Set<String> = []
    }

    private struct Side {
      let organisation: String
      let got: WhatPartnersGot
      /// The cases of which it got each value that is no moment.
      let values: [String: Set<Int>]
    }

    /// Leads cases through a course, and compares all that each two partners got.
    private static func joined(
      _ course: Scenario,
      _ prepare: (Installation) async throws -> Void
    ) async throws -> Found {
      try await Installation.with(workflows: ShippedWorkflows.root) { installation in
        let access = try await Partners.register(of: ShippedWorkflows.casework, with: installation.settings)
        try await prepare(installation)
        let instance = try await Instance.start(installation.settingsFile, port: installation.settings.http.port)
        try await instance.waitUntilReady()
        var parties = Parties(installation, instance, access)
        try await lead(course, installation, instance, &parties)
        try await parties.read()
        try await parties.receive()
        #expect(try await instance.stop() == 0)
        var found = Found(partners: parties.got.count, times: parties.times)
        found.messages = parties.got.values.reduce(0) { $0 + $1.count }
        let sides = parties.got.map { Side(organisation: $0.key, got: $0.value, values: $0.value.casesByValue()) }
        for (place, one) in sides.enumerated() {
          for other in sides.dropFirst(place + 1) { compare(one, other, &found) }
        }
        return found
      }
    }

    /// What a value tells two partners that both have it: of which cases the one has it, and of which the other. It joins cases when a guess among
    /// those is better than one among all of a day, or when it divides the cases of a day alike for both.
    private static func compare(_ one: Side, _ other: Side, _ found: inout Found) {
      let common = one.got.moments.intersection(other.got.moments)
      found.common += common.count
      let who = "\(one.organisation) and \(other.organisation)"
      compare(one.values, other.values, of: who, &found)
      compare(one.got.casesByMoment(without: common), other.got.casesByMoment(without: common), of: who, &found)
    }

    private static func compare(
      _ one: [String: Set<Int>],
      _ other: [String: Set<Int>],
      of who: String,
      _ found: inout Found
    ) {
      for (value, cases) in one {
        guard let others = other[value] else { continue }
        let right = cases.intersection(others)
        let isBetter = right.count * casesOfDay > cases.count * others.count
        let divides =
          cases == others && Dictionary(grouping: cases) { $0 / casesOfDay }.contains { $1.count < casesOfDay }
        guard isBetter || divides else { continue }
        found.values[value] = who
        found.cases.formUnion(right)
      }
    }

    /// Each command is given to one case after the other, at different hours of some days: by its hour each could be told from the others of its day.
    /// Before the hand-over all that can be read is read, for afterwards those of the former region may read nothing.
    private static func lead(
      _ course: Scenario,
      _ installation: Installation,
      _ instance: Instance,
      _ parties: inout Parties
    ) async throws {
      try await StoryClock.letTimeGoBack(installation)
      try await StoryClock.setBack(installation)
      let acts = BriefPlayer.acts(of: course).enumerated().flatMap { place, act in
        (0..<cases).map { number in
          let late = Int64(number / casesOfDay) * 86_400 + Int64(number % casesOfDay) * 7_200
          return (moment: act.moment.adding(seconds: late), place: place, number: number, step: act.step)
        }
      }
      var player = try BriefPlayer(
        installation,
        at: instance.url,
        of: WorkflowFolder.load(ShippedWorkflows.casework).workflow
      )
      var courses = Array(repeating: BriefPlayer.Course(course), count: cases)
      var begun: Set<String> = []
      for act in acts.sorted(by: { ($0.moment, $0.place, $0.number) < ($1.moment, $1.place, $1.number) }) {
        let name = act.step.command?.name ?? ""
        let isFirst = begun.insert(name).inserted
        if isFirst, name == contact {
          // On a day on which nothing else happens: all cases get the settings at the same hour.
          try await player.move(to: act.moment.adding(seconds: -3 * 86_400))
          try await setDeadline(installation)
        }
        if isFirst, name == handOver {
          try await parties.know(courses)
          try await parties.read()
        }
        try await player.give(act.step, at: act.moment, in: &courses[act.number])
      }
      try await parties.know(courses)
    }

    private static func setDeadline(_ installation: Installation) async throws {
      let administration = try Administration(installation.settings)
      let office = Organisation(
        number: Partners.administrator,
        name: "Beheer",
        region: "elders",
        roles: [AdministratorRole.general]
      )
      _ = try await administration.register(office, password: Partners.password)
      let settingsService = try await administration.settingsService()
      func actor(_ subject: String) -> Actor {
        Actor(subject: subject, organisation: office.number, roles: office.roles)
      }
      let place = SettingPlace(workflow: "pga-radicalisering", deadline: .init("geen-ontwikkeling", of: "casus"))
      let setting = DeadlineSetting(length: try Length(120, .days))
      let proposal = try await settingsService.propose([.set(place, setting)], reason: "Proef", by: actor("anna"))
      let plan = try await settingsService.plan(proposal.number, for: actor("bert")) { _ in }
      _ = try await settingsService.approve(proposal.number, plan: plan.digest, expireNow: true, by: actor("bert"))
      try await waitFor("all cases to be counted by the settings") {
        try await installation.rows(
          "select count(distinct case_id) from journal where kind = 'configuration'"
        ) == ["\(cases)"]
      }
    }
  }
}
