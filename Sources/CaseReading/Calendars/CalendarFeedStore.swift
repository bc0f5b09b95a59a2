public import CaseCore
import Crypto
public import Foundation
import JOSE
import Postgres
public import StoreBase

/// The addresses that people made for their calendar programs.
///
/// Whose an address is, is personal: the row has a keyed hash of the person, by which they find their own, and for the
/// service the person and the role in encrypted form. An address goes on for as long as it is valid and the organisation
/// holds the role; that a person no longer does is known to the identity provider alone, so an address does not live long.
public struct CalendarFeedStore: Sendable {
  /// For how many days an address is valid.
  public static let days = 180
  /// How many valid addresses a person can have.
  public static let most = 10

  private let pool: PostgresPool
  private let keyring: Keyring
  private let directory: DirectoryCache

  init(pool: PostgresPool, keyring: Keyring, directory: DirectoryCache) {
    self.pool = pool
    self.keyring = keyring
    self.directory = directory
  }

  /// Makes an address.
  /// - Parameters:
  ///   - key: the sender's; the same request under it gets the first answer again, secret and all, which is kept encrypted for that.
  ///   - answer: what the sender is told of the address and its secret.
  /// - Returns: the answer; `nil` when the person has ``most`` of them already.
  /// - Throws: ``StoreBase/StoreError``, ``StoreBase/RequestKey/Reused``
  public func make(
    for actor: Actor,
    role: String,
    under key: RequestKey? = nil,
    answer: @escaping @Sendable (CalendarFeed, _ secret: String) -> Data
  ) async throws -> Data? {
    let id = UUID()
    let secret = Self.newSecret()
    let content = Content(subject: actor.subject, organisation: actor.organisation, role: role)
    let sealed = try content.sealed(as: id, keyring)
    let (hash, owner) = (keyring.feedHash(secret), keyring.feedOwner(actor))
    return try await pool.refusable { connection in
      try connection.withTransaction { connection -> Data? in
        if let before = try key?.claim(by: actor, keyring, on: connection) { return before }
        _ = try connection.query(Queries.clear.bind(owner))
        _ = try connection.query(Queries.insert.bind(id, hash, owner, sealed, Self.days, Self.most))
        let feeds = try connection.query(Queries.all.bind(owner)).map { row in try read(row) }
        guard let feed = feeds.first(where: { $0.id == id }) else { return nil }
        let told = answer(feed, secret)
        try key?.keep(told, by: actor, keyring, on: connection)
        return told
      }
    }
  }

  /// The actor's own, the oldest first.
  public func all(of actor: Actor) async throws(StoreError) -> [CalendarFeed] {
    let owner = keyring.feedOwner(actor)
    return try await pool.store { connection in
      try connection.query(Queries.all.bind(owner)).map { row in try read(row) }
    }
  }

  /// - Parameter key: the sender's; the same request under it is answered as the first one.
  /// - Returns: `false` when the actor has no such address.
  /// - Throws: ``StoreBase/StoreError``, ``StoreBase/RequestKey/Reused``
  public func revoke(_ id: UUID, of actor: Actor, under key: RequestKey? = nil) async throws -> Bool {
    let owner = keyring.feedOwner(actor)
    return try await pool.refusable { connection in
      try connection.withTransaction { connection -> Bool in
        if try key?.claim(by: actor, keyring, on: connection) != nil { return true }
        guard try connection.query(Queries.revoke.bind(id, owner)).affected == 1 else { return false }
        try key?.keep(Data(), by: actor, keyring, on: connection)
        return true
      }
    }
  }

  /// Whom the address with this secret is for, acting in its role alone; and notes that it was used.
  /// - Returns: `nil` when there is no such address, or it no longer counts.
  public func use(_ secret: String) async throws(StoreError) -> Actor? {
    let hash = keyring.feedHash(secret)
    return try await pool.store { connection in
      guard let row = try connection.query(Queries.use.bind(hash)).first else { return nil }
      let id = try row[0, as: UUID.self]
      let content = try Content(row[1], as: id, keyring)
      let directory = try directory.at(revision: row[2, as: Int64.self], on: connection)
      guard directory.organisations[content.organisation]?.roles.contains(content.role) == true else { return nil }
      if try row[3, as: Bool.self] { try connection.query(Queries.touch.bind(id)) }
      return Actor(subject: content.subject, organisation: content.organisation, roles: [content.role])
    }
  }

  private func read(_ row: Row) throws -> CalendarFeed {
    let id = try row[0, as: UUID.self]
    return CalendarFeed(
      id: id,
      role: try Content(row[1], as: id, keyring).role,
      madeAt: Instant(try row[2, as: PostgresTimestamp.self]),
      validUntil: Instant(try row[3, as: PostgresTimestamp.self]),
      lastUsedAt: try row[4, as: PostgresTimestamp?.self].map(Instant.init)
    )
  }

  /// 256 random bits, for an address: letters, digits, hyphens and underscores.
  private static func newSecret() -> String {
    SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.base64URL
  }

  /// What is kept encrypted: as JSON with these members, and no others. What a later release adds could be a limit on what the
  /// address gives, so one with more in it gives nothing here.
  struct Content: Codable {
    var subject: String
    var organisation: String
    var role: String

    private enum CodingKeys: String, CodingKey {
      case subject, organisation, role
    }

    init(from decoder: any Decoder) throws {
      let members = try decoder.members(CodingKeys.self)
      subject = try members.decode(String.self, forKey: .subject)
      organisation = try members.decode(String.self, forKey: .organisation)
      role = try members.decode(String.self, forKey: .role)
    }

    init(subject: String, organisation: String, role: String) {
      self.subject = subject
      self.organisation = organisation
      self.role = role
    }

    init(_ sealed: Data, as id: UUID, _ keyring: Keyring) throws(StoreError) {
      let what = "whose a calendar address is"
      let plain = try AuthenticatedCipher.open(sealed, key: keyring.feeds, at: id.data, what)
      do { self = try JSONDecoder().decode(Self.self, from: plain) } catch {
        throw (error as? UnknownMember).map { .laterRelease("\(what), \($0)") } ?? .corrupt(what)
      }
    }

    func sealed(as id: UUID, _ keyring: Keyring) throws(StoreError) -> Data {
      // It consists of texts: there is nothing that JSON cannot say.
      guard let plain = try? JSONEncoder().encode(self) else { throw .corrupt("a calendar address of no text") }
      return try AuthenticatedCipher.seal(plain, key: keyring.feeds, at: id.data)
    }
  }

  private enum Queries {
    static let clear = PreparedQuery("delete from calendar_feed where owner = $1 and valid_until < service_now()")

    static let insert = PreparedQuery(
      """
      insert into calendar_feed (id, secret, owner, content, made_at, valid_until)
      select $1, $2, $3, $4, now, now + $5 * interval '1 day' from service_now() as now
      where (select count(*) from calendar_feed where owner = $3) < $6
      """
    )

    static let all = PreparedQuery(
      """
      select id, content, made_at, valid_until, last_used_at from calendar_feed
      where owner = $1 and valid_until >= service_now() order by made_at, id
      """
    )

    static let revoke = PreparedQuery("delete from calendar_feed where id = $1 and owner = $2")

    static let use = PreparedQuery(
      """
      select f.id, f.content, d.revision,
        f.last_used_at is null or f.last_used_at < service_now() - interval '1 minute'
      from calendar_feed f cross join directory_revision d
      where f.secret = $1 and f.valid_until >= service_now()
      """
    )

    static let touch = PreparedQuery("update calendar_feed set last_used_at = service_now() where id = $1")
  }
}

extension CaseReader {
  /// The addresses that people made for their calendar programs.
  public var calendarFeeds: CalendarFeedStore {
    CalendarFeedStore(pool: pool, keyring: keyring, directory: directory)
  }
}

/// An address under which one person's calendar program gets the deadlines of one role. The address has a secret in it, of which only
/// the hash is kept; and, when it was asked for under a key, the answer that has it, encrypted, for as long as answers are kept.
public struct CalendarFeed: Sendable, Hashable {
  public let id: UUID
  /// The role whose deadlines it gives.
  public let role: String
  public let madeAt: Instant
  /// From then on the address gives nothing.
  public let validUntil: Instant
  /// To the minute; `nil` when it never was.
  public let lastUsedAt: Instant?
}
