import CaseCore
import Crypto
import JOSE
import Postgres
import StoreBase
import TestOffice
import Testing

/// The keys by which messages of partners are verified.
@Suite("Keys of partners") struct PartnerKeyTests {
  private let organisation = Office.clerk.organisation

  private func key(_ name: String, _ use: ECPublicKey.Use) throws -> ECPublicKey {
    try #require(ECPublicKey(name: name, use: use, point: P256.Signing.PrivateKey().publicKey.rawRepresentation))
  }

  @Test("Those of the last registration are in force, the youngest first; the others have ended") func course()
    async throws
  {
    let office = try await Office()
    let store = PartnerKeyStore(office.pool, keyring: office.keyring)
    let (first, sealing) = (try key("een", .signature), try key("zeven", .encryption))
    #expect(try await store.register([first, sealing], of: organisation) == (2, 0))
    #expect(try await store.register([first, sealing], of: organisation) == (0, 0))
    let second = try key("twee", .signature)
    #expect(try await store.register([first, second, sealing], of: organisation) == (1, 0))
    #expect(try await store.keys(of: organisation).first == second)
    #expect(try await store.register([second, sealing], of: organisation) == (0, 1))
    #expect(Set(try await store.keys(of: organisation)) == [second, sealing])
    #expect(try await store.keys(of: Office.reviewer.organisation) == [])
    let oldest = try await store.oldest()
    #expect(Array(oldest.keys) == [organisation] && oldest.values.allSatisfy { $0 > 0 })
    // A name is given once, also when its key has ended; nothing of that registration is kept.
    for taken in [try key("een", .signature), try key("twee", .signature), first] {
      await #expect(throws: PartnerKeyFault.nameTaken(taken.name)) {
        try await store.register([taken, sealing], of: organisation)
      }
    }
    #expect(Set(try await store.keys(of: organisation)) == [second, sealing])
  }

  @Test(
    "Who has the database alone adds no key, and brings none back",
    arguments: [
      "update partner_key set ended_at = null where name = 'een'",
      "update partner_key set registered_at = registered_at + interval '1 day' where name = 'twee'",
      "update partner_key set purpose = 'enc' where name = 'twee'",
      "update partner_key set organisation = '00000099000000000002' where name = 'twee'",
      "update partner_key set point = (select point from partner_key where name = 'een') where name = 'twee'",
      """
      insert into partner_key select organisation, 'drie', purpose, point, registered_at, ended_at, seal
      from partner_key where name = 'twee'
      """,
    ]
  )
  func tampered(change: String) async throws {
    let office = try await Office()
    let store = PartnerKeyStore(office.pool, keyring: office.keyring)
    let both = [try key("een", .signature), try key("twee", .signature)]
    _ = try await store.register(both, of: organisation)
    _ = try await store.register([both[1]], of: organisation)
    try await office.tamper("\(unsafeRawSQL: change)")
    var refused = 0
    for number in [organisation, "00000099000000000002"] {
      do throws(StoreError) { _ = try await store.keys(of: number) } catch {
        if case .corrupt = error { refused += 1 }
      }
    }
    #expect(refused == 1)
  }
}
