import Foundation
import Messaging
import Outbox
import Postgres
import StoreBase
import TestServices
import Testing

/// Who does not acknowledge what it must is told again, and then the administrators of the service are.
@Suite("Reminders of what has to be acknowledged") struct AcknowledgementLoopTests {
  private func events(_ outbox: Outbox, _ like: String) async throws -> [String] {
    try await outbox.pool.withConnection { connection in
      try connection.query("select event from outbox where event like \(like) order by id").map { try $0[0] }
    }
  }

  @Test("Reminded at each interval; one alarm when it takes too long, and one when that is over") func chased()
    async throws
  {
    try await Outbox.with { outbox in
      let (administrator, other) = (try await outbox.register(1), try await outbox.register(2))
      let (event, subject) = (UUID(), UUID())
      try await outbox.pool.withConnection { connection in
        _ = try connection.query("update organisation set roles = '{beheerder}' where number = \(administrator)")
        _ = try connection.query(
          """
          insert into acknowledgement (event_id, organisation, subject, revision, event, recorded_at, told_at)
          values (\(event), \(other), \(subject), 3, 'gegevens-gewijzigd', service_now(), service_now())
          """
        )
      }
      var settings = AcknowledgementLoop.Settings()
      (settings.every, settings.reminder, settings.limit) = (.milliseconds(20), .zero, .seconds(86_400))
      let loops = (0..<2).map { [settings] _ in
        Task {
          await AcknowledgementLoop(
            store: AcknowledgementStore(outbox.pool),
            alarms: AlarmStore(outbox.pool),
            outbox: Wake(),
            settings: settings,
            logger: quiet
          ).run()
        }
      }
      try await waitFor("two reminders") { try await events(outbox, "gegevens-gewijzigd").count >= 2 }
      #expect(try await events(outbox, "alarm%").isEmpty)
      try await outbox.pool.withConnection { connection in
        _ = try connection.query("update acknowledgement set recorded_at = recorded_at - interval '2 days'")
      }
      try await waitFor("the alarm") { try await events(outbox, "alarm%") == ["alarm.ontvangstbevestiging"] }
      #expect(try await AcknowledgementStore(outbox.pool).acknowledge(event, by: other) != nil)
      try await waitFor("the all-clear") {
        try await events(outbox, "alarm%") == ["alarm.ontvangstbevestiging", "alarm.ontvangstbevestiging.opgeheven"]
      }
      for loop in loops { loop.cancel() }
      for loop in loops { await loop.value }
      let told = try await events(outbox, "gegevens-gewijzigd").count
      #expect(try await AcknowledgementStore(outbox.pool).remind(after: .zero) == 0)
      #expect(try await events(outbox, "gegevens-gewijzigd").count == told)
    }
  }
}
