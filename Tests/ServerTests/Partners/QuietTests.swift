import Development
import Foundation
import LocalServices
import Server
import StrictJSON
import TestServices
import Testing

extension WholeService {
  /// A partner looks at everything that it can reach over REST, by questions over its queue and on the broker, while cases of others run
  /// through the whole service: begun, added to and moved over REST and over a queue, refused, and put aside. So does a school that gave a
  /// signal, of which the case goes on without it. What they see is what they see when nothing runs. `BrokerObservationTests` has the same of the broker
  /// alone, with its management.
  ///
  /// `leak` plants two leaks and has them found. It must also fail when the stand of one counts what another was told, when a receipt shows how the case is now, and when an answer under
  /// an id of others is not that under one that nobody has.
  @Suite struct QuietTests {
    private static let curious = "00000099000000000009"
    private static let coordinator = "00000099000000000004"
    private static let school = "00000099000000000008"
    /// In what is shipped: what they may know of it is what it says.
    private static let cast = QueueSetting.Cast(
      workflow: ShippedWorkflows.casework,
      names: ["gemeente", "politie", "om", "zvh", "school", "buurgemeente"],
      sender: curious
    )

    @Test("While cases of others run, a partner sees what it sees when nothing runs") func quiet() async throws {
      try await QueueSetting.with(.shared, Self.cast) { setting in
        try await Self.moveToNoon(setting.installation)
        let url = setting.instance.url
        let own = try #require(try await setting.sender.give(setting.beginning)["id"]?.string)
        let partner = try await CuriousPartner(setting, own: own)
        let tokens = try LocalTokens(setting.installation.settings)
        let municipality = try await Sender(Partners.municipality, role: "gemeente", tokens: tokens)
        let melder = try await Sender(Self.school, role: "melder", tokens: tokens)
        let begun = try await melder.give(Body.signal(to: Partners.municipality), at: url).id
        let school = CuriousPerson(sender: melder, url: url, own: begun)
        let before = (partner: try await partner.view(of: Partners.municipality), school: try await school.view())
        let othersBefore = try await municipality.read("/v1/casussen", at: url)
        let (ended, foreign) = (Signal(false), Signal<[String]>([]))
        async let cases: Void = Self.run(setting, begun, foreign, ended)
        var isLast = false
        repeat {
          // Once more after all.
          isLast = ended.value
          let seen = foreign.value.suffix(2)
          Self.expect(try await school.view(foreign: Array(seen)), before.school)
          Self.expect(try await partner.view(of: Partners.municipality, foreign: Array(seen)), before.partner)
        } while !isLast
        try await cases
        // Whoever takes part sees them.
        #expect(try await municipality.read("/v1/casussen", at: url) != othersBefore)
        #expect(foreign.value.count == 2 * (Self.cases + 1))
        await partner.close()
      }
    }

    /// The control: while nothing leaks nothing is seen, and then two things are that should not be there.
    @Test("An event of a case of others, and a queue with a name that can be guessed, give it away") func leak()
      async throws
    {
      try await QueueSetting.with(.shared, Self.cast) { setting in
        try await Self.moveToNoon(setting.installation)
        let (url, installation) = (setting.instance.url, setting.installation)
        let own = try #require(try await setting.sender.give(setting.beginning)["id"]?.string)
        let partner = try await CuriousPartner(setting, own: own)
        let before = try await partner.view(of: Partners.municipality)
        let melder = try await Sender(Self.school, role: "melder", tokens: LocalTokens(installation.settings))
        _ = try await melder.give(Body.signal(to: Partners.municipality), at: url)
        #expect(Self.changed(try await partner.view(of: Partners.municipality), before) == [])
        // One event more than the audience has.
        _ = try await installation.rows(
          """
          insert into outbox (case_id, revision, ground, recorded_at, organisation, subject, event)
          select case_id, revision, ground, recorded_at, '\(Self.curious)', gen_random_uuid(), 'bijgewerkt'
          from outbox where organisation = '\(Partners.municipality)' and case_id is not null order by id limit 1
          """
        )
        try await waitFor("the event to be told", limit: .seconds(60)) {
          setting.sender.events.value.contains("nl.casusregie.casus.bijgewerkt")
        }
        let told = try await partner.view(of: Partners.municipality)
        #expect(Self.changed(told, before).contains("events"))
        // A queue that others can name.
        let name = "events.\(Partners.municipality)"
        try await installation.services.broker.manage("PUT", "/api/queues/\(installation.name)/\(name)", json: "{}")
        let seen = try await partner.view(of: Partners.municipality)
        #expect(Self.changed(seen, told) == ["queue \(name)"])
        await partner.close()
      }
    }

    /// What was asked and is answered in another way than before.
    private static func changed(_ view: CuriousPerson.View, _ before: CuriousPerson.View) -> [String] {
      view.filter { before[$0.key] != $0.value }.map(\.key).sorted()
    }

    private static func expect(_ view: CuriousPerson.View, _ before: CuriousPerson.View) {
      let keys = changed(view, before)
      #expect(keys.isEmpty, "\(keys.map { view[$0] ?? "" }), and not \(keys.map { before[$0] ?? "" })")
    }

    private static let cases = 6

    /// So that no day begins meanwhile.
    private static func moveToNoon(_ installation: Installation) async throws {
      _ = try await installation.rows(
        """
        update local_clock set ahead = ((date_trunc('day', clock_timestamp() at time zone 'Europe/Amsterdam')
          + interval '1 day 12 hours') at time zone 'Europe/Amsterdam') - clock_timestamp()
        """
      )
    }

    /// - Parameters:
    ///   - begun: the case that the school began, as it knows it.
    ///   - foreign: gets the ids under which others know the cases.
    ///   - ended: true when all have run, also when one failed.
    private static func run(
      _ setting: QueueSetting,
      _ begun: String,
      _ foreign: Signal<[String]>,
      _ ended: Signal<Bool>
    ) async throws {
      defer { ended.update { $0 = true } }
      let settings = setting.installation.settings
      let access = try #require(setting.access[Partners.municipality])
      let queue = try QueueSender(access, settings: settings)
      _ = try await Administration(settings).register(queue.keys, of: queue.organisation)
      try await queue.listen()
      let token = try await queue.token("gemeente", settings: settings)
      let coordinator = try await Sender(Self.coordinator, role: "procesregisseur", tokens: LocalTokens(settings))
      for number in 0...cases {
        let id = try await number == 0 ? alias(of: begun, for: Partners.municipality, setting) : nil
        let own = try await add(to: id, setting, by: queue, token)
        let other = try await alias(of: own, for: Self.coordinator, setting)
        foreign.update { $0 += [own, other] }
        _ = try await coordinator.give(Body.toWeighing(of: Partners.municipality), to: other, at: setting.instance.url)
      }
      await queue.close()
    }

    /// Something is added to a case, and commands and messages come to nothing.
    /// - Parameter id: of the case; `nil` begins one.
    /// - Returns: its id for the municipality.
    private static func add(
      to id: String?,
      _ setting: QueueSetting,
      by queue: QueueSender,
      _ token: String
    ) async throws -> String {
      var own = id
      if own == nil {
        let signal = String(decoding: Body.signal(to: Partners.municipality), as: UTF8.self)
        own = try await queue.give(QueueSender.Request(command: signal, token: token))["id"]?.string
      }
      let subject = try #require(own)
      for command in [setting.addition, #"{"opdracht": "bestaat-niet"}"#] {
        _ = try await queue.give(QueueSender.Request(subject: subject, command: command, token: token))
      }
      try await queue.send(Array("geen json".utf8), id: UUID())
      return subject
    }

    /// - Returns: the id under which an organisation knows a case that another knows as `id`.
    private static func alias(
      of id: String,
      for organisation: String,
      _ setting: QueueSetting
    ) async throws -> String {
      let found = try await setting.installation.rows(
        """
        select other.alias from case_party own join case_party other using (case_id)
        where own.alias = '\(id)' and other.organisation = '\(organisation)'
        """
      )
      return try #require(found.first)
    }
  }
}
