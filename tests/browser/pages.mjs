// The demonstration's pages, each by the person who sees it; null is a stranger.
export const LITTER = '/figures/sum.litter.140525.20170301-20170331.verified';
export const sets = [[null, { home: '/', tour: '/tour', figure: LITTER, records: `${LITTER}/records`, unit: '/units/140525106', units: '/units', bulletins: '/bulletins', 'sign-in': '/sign-in', verify: '/verify', confirm: '/confirm', 'verify-issue': '/verify?q=9', 'verify-printed': '/verify?q=9/1', 'verify-figure': LITTER.replace('/figures/', '/verify?q='), missing: '/nothing' }],
  ['zhangxiaomei', { unsent: '/unsent', todo: '/todo', mine: '/mine', 'mine-item': '/mine/litter', capture: '/capture/litter' }],
  ['zhaoming', { campaigns: '/campaigns', drafts: '/bulletins', 'time-asked': '/time-asked', 'campaign-closing': '/campaigns/six-ones/close', draws: '/campaigns/six-ones/draws', overview: '/units/140525/overview', 'set-up': '/campaigns/new', 'set-up-edit': '/campaigns/six-ones/edit' }],
  ['admin', { realm: '/realm' }],
  ['sunhui', { readings: '/readings' }],
  ['liguohua', { 'bring-in': '/unsent/bring-in', queue: '/checks', paste: '/paste', board: '/campaigns/six-ones/board', access: '/units/140525106/access', people: '/people', sessions: '/sessions', households: '/households', groups: '/groups', group: '/groups/spring-team', 'unit-desk': '/units/140525106/desk' }],
  ['admin', { 'unit-desk-admin': '/units/140525107/desk', person: '/people/z0102', erasure: '/people/z0102/erasure', invitations: '/units/140525107/invitations', 'import-groups': '/import/groups' }]];
