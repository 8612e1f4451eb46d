-- Of which accounts is it unknown what they spend or could spend on our kind of offer? Grain: row of accounts.
SELECT row_id, account_id
FROM accounts
WHERE account_id <> $no_account AND status IS DISTINCT FROM 'former' AND account_id NOT IN (
    SELECT account_id
    FROM account_facts
    WHERE fact IN ('addressable_spend_24m', 'wallet_spend', 'wallet_share') AND account_id IS NOT NULL
      AND (valid_on IS NULL OR valid_on <= CAST($as_of AS DATE)))
