import Postgres

/// The statements of ``TimerStore``, and how a claim ends.
///
/// A claim is a row's `claimed_by`, the server process of the session that took it, with a limit, `claimed_until`. While it
/// takes timers, a session also holds an advisory lock with the number of its process, and keeps it for as long as it
/// lives. PostgreSQL lets go of it the moment a client is gone, however that came. So whoever can have that lock knows that
/// the claim is dead, and need not wait for the limit:
///
/// ```
///            take (and hold the lock)                    fire, lapse
///   free ──────────────────────────────► claimed ──────────────────────────► settled
///    ▲                                      │
///    ├── the session ends: at once ─────────┤
///    └── `claimed_until` ───────────────────┘   its process is frozen, or cut off from the server
/// ```
///
/// A claim only spares work. That a timer fires once is the case's own doing: two loops with the same timer in hand do no
/// harm, so a claim may be judged dead too early (the pool renewed the connection).
enum TimerQueries {
  /// All in one statement, for an idle loop sends nothing else. The clock is read once: a timer that comes due between
  /// two readings would be neither due nor next. `seat` and `dead` cost nothing while nothing is due. A claim does not wait
  /// for the disk: one that is lost in a crash of the server does no harm.
  ///
  /// `dead` holds whom to take from, rather than whom to leave alone: a row that another loop takes while this statement
  /// waits for it is looked at again, and must not then seem to be of somebody unknown. 1953066341 ("time" in ASCII) is
  /// the class of these locks, apart from whatever else is locked so.
  ///
  /// The planner knows nothing of how few timers are due among those that wait. So all that is looked for is in the order of the
  /// index on their moments, with an end to it; without the constant limit it would read the whole table to join.
  ///
  /// A timer waits for those before it, so a warning never comes after the expiry, whoever takes them.
  static let claim = PreparedQuery(
    """
    with clock as materialized (
      select service_now() as now
    ), seat as materialized (
      select pg_backend_pid() as pid
      from pg_advisory_lock(1953066341, pg_backend_pid()), set_config('synchronous_commit', 'off', true)
    ), dead as materialized (
      select claimed_by from (
        select distinct claimed_by from timer
        where outcome is null and at <= (select now from clock)
          and claimed_until > clock_timestamp() and claimed_by is not null) claimant
      where claimed_by <> pg_backend_pid() and pg_try_advisory_xact_lock_shared(1953066341, claimed_by)
    ), due as materialized (
      select case_id, deadline, generation, number from (
        select case_id, deadline, generation, number from timer
        where outcome is null and at <= (select now from clock)
          and (claimed_until <= clock_timestamp() or claimed_by in (select claimed_by from dead))
          and not exists (
            select from timer before
            where (before.case_id, before.deadline, before.generation) = (timer.case_id, timer.deadline, timer.generation)
              and before.number < timer.number and before.outcome is null)
        order by at limit $1 for update skip locked) first
      limit 400
    ), claimed as (
      update timer set
        claimed_by = (select pid from seat),
        claimed_until = clock_timestamp() + $2 * interval '1 millisecond',
        attempts = attempts + 1
      from due
      where (timer.case_id, timer.deadline, timer.generation, timer.number)
        = (due.case_id, due.deadline, due.generation, due.number)
      returning timer.case_id, timer.deadline, timer.generation, timer.number, timer.at, timer.failures
    )
    select
      clock.now,
      (select at from timer where outcome is null and at > (select now from clock) order by at limit 1) as next,
      (select true from timer
        where outcome is null and at <= (select now from clock)
          and (claimed_until <= clock_timestamp() or claimed_by is not null)
          and not exists (
            select from timer before
            where (before.case_id, before.deadline, before.generation) = (timer.case_id, timer.deadline, timer.generation)
              and before.number < timer.number and before.outcome is null)
        order by at limit 1) is not null,
      case_id, deadline, generation, number, claimed.at, failures
    from clock left join claimed on true
    order by claimed.at
    """
  )
  static let lapse = PreparedQuery(
    """
    update timer set
      outcome = case when at <= $5 then 'lapsed' end,
      settled_at = case when at <= $5 then $5 end,
      claimed_until = '-infinity'
    where case_id = $1 and deadline = $2 and generation = $3 and number = $4 and outcome is null
    """
  )
  // In one order, so that two loops that put the same case aside do not wait for each other.
  static let putAside = PreparedQuery(
    """
    with waiting as materialized (
      select deadline, generation, number from timer where case_id = $1 and outcome is null
      order by deadline, generation, number for update
    )
    update timer set
      failures = failures + 1,
      claimed_by = null,
      claimed_until = clock_timestamp() + $2 * interval '1 millisecond'
    from waiting
    where timer.case_id = $1
      and (timer.deadline, timer.generation, timer.number) = (waiting.deadline, waiting.generation, waiting.number)
    returning failures
    """
  )
  static let takeUp = PreparedQuery(
    """
    update timer set failures = 0, claimed_by = null, claimed_until = '-infinity'
    where case_id = $1 and outcome is null and failures > 0
    """
  )
}
